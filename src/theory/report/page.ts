import { Html, html, type Part } from './html.ts';
import { style } from './style.ts';

/**
 * A whole page that loads nothing: styles and fonts are inside, and its content policy keeps a browser from fetching
 * anything. `extraStyle` must not come from a user.
 */
export const page = (title: string, extraStyle: string, content: Part): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:">
<title>${title}</title>
<style>${new Html(extraStyle + style)}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`.text;
