/** A piece of HTML that is safe to put into a page. Only `html` makes one, and it escapes everything else. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | readonly Part[];

/** `html\`<b>${anything}</b>\``: what is put in is text unless it is Markup itself; lists are joined. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(literals.reduce((text, literal, i) => text + partText(parts[i - 1]!) + literal));
}

function partText(part: Part): string {
  if (part instanceof Markup) return part.text;
  return Array.isArray(part) ? part.map(partText).join('') : escapeHtml(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

export const nothing = new Markup('');
