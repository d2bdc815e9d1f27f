// The main job: `npm start -- [NET…]` is `isserlis report [NET…]`.
process.argv.splice(2, 0, 'report');
await import('./isserlis.ts');
