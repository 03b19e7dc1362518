// `npm run setup:native`. Plain JavaScript, so that it can say what is missing before anything is installed.
try {
  const { register } = await import('tsx/esm/api');
  register();
} catch {
  process.stderr.write('setup:native  the packages are not installed\n    run npm ci\n');
  process.exit(2);
}
await import('./setup-native/main.ts');
