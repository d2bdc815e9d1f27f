/** The TypeScript examples of a Markdown page as modules that can be run. */

export interface Example {
  /** `README.md, line 33`. */
  readonly where: string;
  readonly text: string;
}

/**
 * One module for each block of TypeScript. What a block uses and an earlier one, or the reader's own work, has made comes
 * from `preludeText`'s exports, imported from './prelude.ts'.
 */
export function examplesOf(page: string, markdown: string, preludeText: string): readonly Example[] {
  const exported = exportsOf(preludeText);
  return [...markdown.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((block) => {
    const code = block[1]!;
    const imports = [...code.matchAll(/^import \{([^}]*)\}/gm)].flatMap(([, names]) => names!.split(','));
    const own = new Set([
      ...imports.map((name) => name.trim()),
      ...[...code.matchAll(/\bconst (?:\{([^}]*)\}|(\w+))/g)].flatMap(([, several, one]) =>
        (several ?? one)!.split(',').map((name) => name.trim()),
      ),
    ]);
    const missing = exported.filter(
      (name) => !own.has(name) && new RegExp(`(?<![.\\w])${name}\\b(?!\\s*:)`).test(code),
    );
    const line = markdown.slice(0, block.index).split('\n').length + 1;
    return {
      where: `${page}, line ${line}`,
      text: `${missing.length === 0 ? '' : `import { ${missing.join(', ')} } from './prelude.ts';\n`}${code}\nexport {};\n`,
    };
  });
}

/** Names that a module exports, by `export const` or `export { … }`. */
const exportsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^export (?:const (\w+)|\{([^}]*)\})/gm)].flatMap(([, one, several]) =>
    (one ?? several)!.split(',').map((name) => name.trim()),
  );
