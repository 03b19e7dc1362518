/**
 * What SARIF 2.1.0 (OASIS, errata 01) asks of the parts that are used here: required properties, types, enumerations,
 * and no property that it does not have. Section numbers are the standard's.
 */
const text = { type: 'string', minLength: 1 };
/** 3.11, 3.12: a message and a multiformat message string. */
const message = closed({ text, markdown: text, id: text, arguments: { type: 'array', items: text } }, []);
const level = { enum: ['none', 'note', 'warning', 'error'] };
/** 3.30: lines and columns count from 1. */
const region = closed(
  {
    startLine: { type: 'integer', minimum: 1 },
    startColumn: { type: 'integer', minimum: 1 },
    endLine: { type: 'integer', minimum: 1 },
    endColumn: { type: 'integer', minimum: 1 },
  },
  ['startLine'],
);
/** 3.29, 3.4: a URI reference has no spaces and no backslashes. */
const physicalLocation = closed(
  { artifactLocation: closed({ uri: { type: 'string', pattern: '^[^\\s\\\\]+$' } }, ['uri']), region },
  ['artifactLocation'],
);
/** 3.28, 3.33: `kind` of a logical location is open text with suggested values. */
const location = closed(
  {
    physicalLocation,
    logicalLocations: { type: 'array', items: closed({ name: text, fullyQualifiedName: text, kind: text }, []) },
  },
  [],
);
/** 3.49 */
const reportingDescriptor = closed(
  {
    id: text,
    shortDescription: message,
    fullDescription: message,
    help: message,
    defaultConfiguration: closed({ level }, []),
  },
  ['id'],
);
/** 3.27 */
const result = closed(
  {
    ruleId: text,
    ruleIndex: { type: 'integer', minimum: -1 },
    level,
    message: { ...message, minProperties: 1 },
    locations: { type: 'array', items: location },
    suppressions: { type: 'array', items: closed({ kind: { enum: ['inSource', 'external'] } }, ['kind']) },
  },
  ['message'],
);
/** 3.20, 3.58 */
const invocation = closed(
  {
    executionSuccessful: { type: 'boolean' },
    toolExecutionNotifications: {
      type: 'array',
      items: closed(
        { level, descriptor: closed({ id: text }, []), message, locations: { type: 'array', items: location } },
        ['message'],
      ),
    },
  },
  ['executionSuccessful'],
);
/** 3.13, 3.14, 3.18, 3.19 */
export const SARIF_SCHEMA = closed(
  {
    $schema: { type: 'string', pattern: 'sarif-schema-2\\.1\\.0\\.json$' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      items: closed(
        {
          tool: closed(
            {
              driver: closed(
                { name: text, version: text, rules: { type: 'array', uniqueItems: true, items: reportingDescriptor } },
                ['name'],
              ),
            },
            ['driver'],
          ),
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          invocations: { type: 'array', items: invocation },
          results: { type: 'array', items: result },
        },
        ['tool'],
      ),
    },
  },
  ['version', 'runs'],
);

function closed(properties: Record<string, object>, required: readonly string[]) {
  return { type: 'object', properties, required, additionalProperties: false };
}
