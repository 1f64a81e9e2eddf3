import { createHash } from 'node:crypto';

/** What the page is made of. */
export interface PageParts {
  readonly style: string;
  /** One script without imports. */
  readonly script: string;
}

/**
 * The verifier as one HTML file that loads nothing and connects to nothing: its policy names the one script and the one style by
 * their digests, lets that script make a worker of its own text, and forbids everything else. Whoever has kept the file can verify packs as long as there are browsers.
 *
 * @throws RangeError for a script or a style that would end its own element.
 */
export function verifierPage({ style, script }: PageParts): string {
  if (/<\/script|<!--/i.test(script) || /<\/style/i.test(style)) {
    throw new RangeError('the script or the style holds what ends its own element');
  }
  const policy = [
    "default-src 'none'",
    `script-src '${digestOf(script)}'`,
    `style-src '${digestOf(style)}'`,
    // The worker that verifies inherits this policy: it can connect to nothing either.
    'worker-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Onus: verify an evidence pack</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Verify an evidence pack</h1>
<p class="soft">Drop a pack and a trust policy here, or choose them. Both stay on this machine: this page connects to nothing. The policy says whom you trust. Get it another way than the pack.</p>
<div class="files">
<label class="file" for="pack"><b>Pack</b><input id="pack" type="file"></label>
<label class="file" for="policy"><b>Policy</b><input id="policy" type="file"></label>
</div>
<section id="verdict" data-verdict="waiting" aria-live="polite">
<h2 id="headline">Waiting</h2>
<pre id="words"></pre>
</section>
<progress id="progress" aria-label="Entries verified" hidden></progress>
<noscript><p>This page works with JavaScript. Without it, use: onus verify.</p></noscript>
</main>
<script>${script}</script>
</body>
</html>
`;
}

const digestOf = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;
