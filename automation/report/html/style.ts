/** Colours have a contrast of 4.5 to 1 and more in both schemes (WCAG 2.2, AA). Severity is said in words too. */
const COLOURS = `:root{--page:#f6f7f9;--card:#fff;--ink:#16191d;--soft:#59616b;--line:#e2e5e9;--field:#c3c9d0;--link:#0b57c2;--code:#eef0f3;
--critical:#b3131b;--critical-bg:#fdecec;--high:#a34400;--high-bg:#fff0e2;--medium:#7a5900;--medium-bg:#fdf4d3;--low:#4a5560;--low-bg:#eceff2;--good:#146c3a;--good-bg:#e5f5ea;
--f-critical:#d3262f;--f-high:#e8710a;--f-medium:#e0ac00;--f-low:#9aa5b1;--shadow:0 1px 2px #10182810}
@media (prefers-color-scheme:dark){:root{--page:#0f1216;--card:#171b21;--ink:#e8eaed;--soft:#a2abb6;--line:#2a3038;--field:#4a535e;--link:#83b4ff;--code:#222831;
--critical:#ff9d99;--critical-bg:#401718;--high:#ffb37a;--high-bg:#3d2412;--medium:#f0cf6a;--medium-bg:#352c10;--low:#b7c0ca;--low-bg:#272d35;--good:#7fd6a0;--good-bg:#14301f;
--f-critical:#f2555a;--f-high:#f08a3c;--f-medium:#d9b13b;--f-low:#76818d;--shadow:none}}
`;

const TEXT = `*{box-sizing:border-box}
html{scroll-padding-top:5.5rem;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:76rem;padding:0 1.5rem 3rem;background:var(--page);color:var(--ink);font:15px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
h1,h2,h3,p,dl,dd,ul,table{margin:0}
h1{font-size:1.75rem;line-height:1.25;letter-spacing:-.015em;font-weight:650;margin:.35rem 0 .5rem}
h2{font-size:1.2rem;font-weight:650;letter-spacing:-.005em;margin:2.25rem 0 .75rem;overflow-wrap:anywhere}
h3{font-size:.95rem;font-weight:600}
a{color:var(--link)}
code{font:.86em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;background:var(--code);border-radius:4px;padding:.1em .35em;overflow-wrap:anywhere;unicode-bidi:isolate}
bdi{font-weight:600;overflow-wrap:anywhere}
bdi.p{font-weight:inherit}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:4px}
.skip{position:absolute;left:1rem;top:-4rem;background:var(--card);padding:.5rem 1rem;z-index:3}
.skip:focus{top:.5rem}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap;margin:0}
.quiet,.brand,footer{color:var(--soft)}
header{padding:2.25rem 0 1.25rem}
header p{max-width:64rem}
header .worst{font-size:1.05rem}
.worst.critical,.worst.high{border-left:4px solid var(--f-critical);padding-left:.75rem;margin:.6rem 0}
.worst.high{border-color:var(--f-high)}
.brand{font-size:.87rem}
.brand b{color:var(--ink);margin-right:.5rem}
footer{margin-top:3rem;font-size:.87rem}
`;

const PARTS = `.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(9.5rem,1fr));gap:.75rem}
.tiles:has(>:nth-child(8)){grid-template-columns:repeat(5,1fr)}
.tiles>div{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.75rem 1rem;box-shadow:var(--shadow)}
.tiles dt{font-size:.87rem}
.tiles dd{color:var(--soft);font-size:.82rem;line-height:1.4}
.tiles b{display:block;color:var(--ink);font-size:1.7rem;line-height:1.25;font-weight:650;font-variant-numeric:tabular-nums}
.tiles .alarm b{color:var(--critical)}
.tiles .doubt b{color:var(--high)}
.tiles .bar{margin-top:.4rem}
.bar{display:block;width:100%;height:8px;border-radius:4px;background:var(--code)}
rect.critical,circle.critical{fill:var(--f-critical)}rect.high,circle.high{fill:var(--f-high)}rect.medium,circle.medium{fill:var(--f-medium)}rect.low,circle.low{fill:var(--f-low)}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(17rem,1fr));gap:.75rem;margin:.75rem 0}
.panel,.aside{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.9rem 1rem;box-shadow:var(--shadow)}
.aside{margin:.75rem 0}
.panel h3,.aside h3{margin-bottom:.4rem}
.panel p{margin-top:.4rem}
table{border-collapse:collapse;width:100%;font-size:.93rem}
th,td{text-align:left;padding:.35rem .75rem .35rem 0;vertical-align:top;font-weight:400;overflow-wrap:anywhere}
thead th{color:var(--soft);font-size:.82rem;white-space:nowrap}
tbody tr+tr>*,thead+tbody tr>*{border-top:1px solid var(--line)}
.panel .amount{text-align:right;font-variant-numeric:tabular-nums;width:1%;padding-left:.5rem}
.panel tbody th{padding-right:.25rem}
.panel .drawn{width:30%;vertical-align:middle;padding-right:0}
.scroll{overflow-x:auto}
.scroll td,.scroll th,.scroll bdi{overflow-wrap:break-word}
.scroll table{min-width:40rem}
.timeline{display:block;width:100%;min-width:44rem;background:var(--card);border:1px solid var(--line);border-radius:10px;padding:.75rem 1rem .4rem}
.timeline text{font-size:14px;fill:var(--ink)}
.timeline text.time{font-size:12px;fill:var(--soft)}
.timeline .lane,.timeline .tick{stroke:var(--line)}
.timeline .scan{stroke:var(--soft);stroke-dasharray:3 3}
.timeline circle{stroke:var(--card);stroke-width:2}
.badge,.chip,.mark{display:inline-block;border-radius:999px;padding:.05rem .55rem;font-size:.8rem;line-height:1.5;background:var(--low-bg);color:var(--low);white-space:nowrap}
.badge{font-weight:600}
.badge.critical,.chip.alarm{background:var(--critical-bg);color:var(--critical)}
.badge.high{background:var(--high-bg);color:var(--high)}
.badge.medium,.chip.claimed,.chip.unresolved{background:var(--medium-bg);color:var(--medium)}
.chip.verified{background:var(--good-bg);color:var(--good)}
.mark{white-space:normal;border-radius:8px}
`;

const FILTER = `.filter{display:none;position:sticky;top:0;z-index:2;margin:2rem -.75rem 0;padding:.75rem;gap:.6rem .75rem;flex-wrap:wrap;align-items:end;background:var(--page);border-bottom:1px solid var(--line)}
.js .filter{display:flex}
.filter label{display:flex;flex-direction:column;gap:.15rem;flex:1 1 8rem;min-width:0;font-size:.8rem;color:var(--soft)}
.filter label:first-child{flex:2 1 13rem}
input,select,button{font:inherit;font-size:.93rem;color:var(--ink);background:var(--card);border:1px solid var(--field);border-radius:7px;padding:.35rem .6rem;min-height:2.25rem;min-width:0;width:100%}
input::placeholder{color:var(--soft);opacity:1}
button{width:auto;cursor:pointer;white-space:nowrap}
button:hover{border-color:var(--link)}
.buttons{display:flex;gap:.5rem}
output{flex:1 0 100%;font-size:.87rem;color:var(--soft)}
output:empty{display:none}
`;

const CHANGES = `.stack .status{margin-bottom:.6rem}
.status.drifted,.status.unchecked{font-weight:600}
.status .quiet{font-weight:400}
.facts{display:grid;gap:.2rem;font-size:.93rem}
.facts>div{display:grid;grid-template-columns:5.5rem minmax(0,1fr);gap:.75rem}
dt{color:var(--soft)}
.loud>dt{color:var(--critical);font-weight:600}
dd{overflow-wrap:anywhere}
.stack>.facts{margin-bottom:.9rem}
details>summary{cursor:pointer}
.fold{margin:.6rem 0;font-size:.93rem}
.fold>summary{color:var(--soft)}
.fold>.facts{margin:.5rem 0}
.drift{background:var(--card);border:1px solid var(--line);border-left:4px solid var(--f-low);border-radius:8px;margin:.5rem 0;box-shadow:var(--shadow)}
.long .drift{content-visibility:auto;contain-intrinsic-size:auto 4.6rem}
.long .drift[open]{contain-intrinsic-size:auto 17rem}
.drift.critical{border-left-color:var(--f-critical)}.drift.high{border-left-color:var(--f-high)}.drift.medium{border-left-color:var(--f-medium)}
.drift>summary{display:grid;grid-template-columns:4.6rem minmax(0,1fr) auto auto;gap:.1rem .75rem;align-items:baseline;padding:.65rem 1rem;list-style:none}
.drift>summary::-webkit-details-marker{display:none}
.drift>summary::after{content:"▸" / "";color:var(--soft);grid-area:1/4}
.drift[open]>summary::after{transform:rotate(90deg)}
.drift[open]>summary .chips{visibility:hidden}
.drift>summary:hover h3 bdi:first-child{text-decoration:underline}
.drift>summary .badge{justify-self:start}
.drift h3{font-weight:400;font-size:.87rem;color:var(--soft)}
.drift h3 bdi{font-weight:400}
.drift h3 bdi:first-child{font-weight:650;font-size:1rem;color:var(--ink)}
.chips{display:flex;flex-wrap:wrap;gap:.3rem;justify-content:flex-end}
.gist{grid-column:2/4;color:var(--soft);font-size:.9rem;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.gist bdi{font-weight:400}
.drift[open]>summary .gist{display:none}
.g{border-top:1px solid var(--line);padding:.75rem 1rem .9rem 6.35rem}
.c{padding-bottom:.35rem}
.c .what{font-size:1rem}
.dot{font-size:0;vertical-align:middle;display:inline-block;width:.6rem;height:.6rem;border-radius:50%;background:var(--f-low);margin-right:.15rem}
.dot.critical{background:var(--f-critical)}.dot.high{background:var(--f-high)}.dot.medium{background:var(--f-medium)}
.mark{margin-left:.25rem}
.diff{margin:.25rem 0 .4rem;font-size:.9rem}
.diff>summary{color:var(--soft);font-size:.85rem}
.diff ul{list-style:none;padding:0;margin-top:.25rem;border:1px solid var(--line);border-radius:6px;overflow:hidden}
.diff li{display:grid;grid-template-columns:1.1rem minmax(0,1fr);padding:.2rem .6rem;overflow-wrap:anywhere}
.diff li+li{border-top:1px solid var(--line)}
.diff .sign{font-weight:700}
.diff code{background:none;padding:0}
.come{background:var(--good-bg)}.come .sign{color:var(--good)}
.gone{background:var(--critical-bg)}.gone .sign{color:var(--critical)}
.cmd{display:flex;gap:.5rem;align-items:center;margin-top:.3rem}
.cmd code{flex:1;padding:.45rem .6rem;border-radius:6px;user-select:all}
.copy{display:none;min-height:0;font-size:.82rem;padding:.25rem .6rem}
.js .copy{display:block}
`;

const PLACES = `[hidden]{display:none!important}
@media (max-width:44rem){body{padding:0 1rem 2rem}h1{font-size:1.4rem}.filter{position:static}html{scroll-padding-top:1rem}.tiles,.tiles:has(>:nth-child(8)){grid-template-columns:1fr 1fr}
.drift>summary{grid-template-columns:minmax(0,1fr) auto}.drift>summary::after{grid-area:1/2}.drift h3,.chips,.gist{grid-column:1/3}.chips{justify-content:flex-start}.drift[open]>summary .chips{display:none}.gist{white-space:normal}
.g{padding-left:1rem}.facts>div{grid-template-columns:1fr;gap:0}.cmd{flex-direction:column;align-items:stretch}.copy{align-self:flex-start}}
@media (forced-colors:active){.drift,.tiles>div{border:1px solid}}
@media print{.drift>summary::after{display:none}:root{--page:#fff}body{max-width:none;font-size:10pt;padding:0}.skip,.filter label,.buttons,.copy,.js .copy{display:none}.js .filter,.filter{position:static;border:0;margin:0}
.drift,.long .drift{content-visibility:visible}.c,.facts>div{break-inside:avoid}details::details-content{content-visibility:visible;display:block;height:auto}.scroll{overflow:visible}.scroll table,.timeline{min-width:0}
h2,summary{break-after:avoid}a{color:inherit}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`;

export const STYLE = COLOURS + TEXT + PARTS + FILTER + CHANGES + PLACES;
