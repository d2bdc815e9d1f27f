// Runs the command line from its sources. npm starts scripts in the package's folder, yet a path that a user types is
// relative to where they stand, which npm keeps in INIT_CWD.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
await import('../src/cli/main.ts');
