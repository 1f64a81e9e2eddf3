/**
 * How whatever is handed on looks, on a screen and on paper: reports of packs, and certificates. Nothing is loaded from anywhere. It is
 * part of every `report.html`, which a verifier makes again: a letter of it that changes makes a new version of the format of packs.
 */
export const PAPER_STYLE = `
:root{color-scheme:light;--ink:#1b1d22;--soft:#5a5f6a;--line:#d9d5ca;--warn:#7a4300;--warn-soft:#fdf3e0}
*{box-sizing:border-box}
body{margin:0 auto;max-width:54rem;padding:2rem 1.25rem 4rem;background:#fff;color:var(--ink);font:1rem/1.55 Charter,'Bitstream Charter','Liberation Serif',Georgia,serif}
h1{font-size:1.5rem;line-height:1.3;margin:.25rem 0 1rem}
h2{font-size:1.05rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}
p,li{margin:.3rem 0;overflow-wrap:anywhere}
ul{padding-left:1.25rem}
.soft{color:var(--soft)}
.answer p{margin:.2rem 0}
.answer .part{margin-left:1.5rem}
.answer .warn{color:var(--warn);background:var(--warn-soft);padding:.1rem .4rem}
.answer .lead{font-weight:bold}
.note{border:1px solid var(--line);padding:.5rem .75rem}
table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{text-align:left;vertical-align:top;border-bottom:1px solid var(--line);padding:.25rem .75rem .25rem 0;overflow-wrap:break-word}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem;margin:0}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
code{font:.85em ui-monospace,'Liberation Mono',Consolas,monospace}
@page{margin:18mm}
@media print{body{max-width:none;padding:0;font-size:10.5pt}h2{break-after:avoid}tr,li,p{break-inside:avoid}thead{display:table-header-group}}
`;
