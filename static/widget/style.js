// @ts-check
// The look of the panel; messages.js brings that of the messages.
export const panelCss = `
@media screen{:host([inline]){display:block!important}}
:host([inline]){position:relative!important;z-index:auto!important;block-size:100%!important;min-block-size:440px!important}
.w{--surface:var(--deskbell-surface,#fff);--canvas:var(--deskbell-canvas,#f5f6f3);--ink:#17211e;--ink-2:#4a5651;--ink-3:#626d68;--line:#e2e6e1;--edge:#848f89;--warn:#8a5300;--warn-soft:#fdf3df;--danger:#b3261e;--soft:#e8f1ee;--soft-line:#b9d3ca;--glow:#d8ece6;--raised:0 0 0 1px var(--line),0 1px 2px #12201b0d;--float:0 0 0 1px #12201b0d,0 2px 6px #12201b0d,0 18px 40px -12px #12201b33,0 40px 80px -32px #12201b3d;font:15px/22px var(--deskbell-font,-apple-system,"Segoe UI",Roboto,"Noto Sans",system-ui,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif);color:var(--ink);letter-spacing:-.003em;text-align:start;-webkit-font-smoothing:antialiased}
.w[data-theme=dark]{--surface:var(--deskbell-surface,#1b2120);--canvas:var(--deskbell-canvas,#141918);--ink:#edf2ef;--ink-2:#b6c2bc;--ink-3:#98a59f;--line:#2b3331;--edge:#6f7d77;--warn:#f0c067;--warn-soft:#2e2717;--danger:#ff9d94;--soft:#223631;--soft-line:#40625a;--glow:#1b302b;--float:0 0 0 1px #ffffff12,0 18px 40px -12px #0009,0 40px 80px -32px #000b}
@supports (color:oklch(from red l c h)){
.w{--soft:oklch(from var(--base) .958 min(c,.013) h);--soft-line:oklch(from var(--base) .84 min(c,.034) h);--glow:oklch(from var(--base) .928 min(c,.024) h)}
.w[data-theme=dark]{--soft:oklch(from var(--base) .305 min(c,.032) h);--soft-line:oklch(from var(--base) .46 min(c,.05) h);--glow:oklch(from var(--base) .285 min(c,.036) h)}}
*{box-sizing:border-box;unicode-bidi:plaintext;text-align:-webkit-match-parent;text-align:match-parent}
h2,h3,p,ul,form{margin:0;padding:0}
ul{list-style:""}
button,textarea,select,summary{font:inherit;letter-spacing:inherit;color:inherit;margin:0;padding:0;border:0;background:none}
button,select,summary{cursor:pointer}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.panel{text-align:start;position:fixed;bottom:calc(var(--y) + 72px);right:var(--x);width:min(388px,100vw - 2*var(--x));height:min(680px,100dvh - var(--y) - 92px - env(safe-area-inset-bottom));margin:var(--safe);display:flex;flex-direction:column;overflow:hidden;background:var(--canvas);border-radius:var(--deskbell-radius,20px);box-shadow:var(--float);outline-offset:-2px}
:where(.w:is([data-side=left]:dir(ltr),:dir(rtl):not([data-side=left])))>.panel{left:var(--x);right:auto}
:host([inline]) .panel{position:absolute;inset:0;width:auto;height:auto;margin:0}
.launch b{position:absolute;top:-3px;inset-inline-end:-3px;min-width:22px;padding:0 6px;border-radius:11px;background:#c4271d;color:#fff;font-size:12px;line-height:22px;text-align:center;box-shadow:0 0 0 2.5px Canvas}
.head,.ib,.row{display:flex;align-items:center}
.mark,.row i,.send{display:grid;place-items:center;flex:none}
.head{padding-inline:16px 10px;min-height:68px;background:var(--surface);border-bottom:1px solid var(--line)}
.mark{width:40px;height:40px;border-radius:13px;background:var(--accent);color:var(--on)}
.mark svg{width:23px;height:23px}
.who{margin-inline-start:12px}
h2{font-size:16px;line-height:21px;font-weight:650;letter-spacing:-.012em}
.who p,.quiet,small{font-size:13px;line-height:18px;color:var(--ink-2)}
.ib{position:relative;min-width:44px;height:44px;border-radius:12px;justify-content:center;color:var(--ink-2)}
select{position:absolute;inset:0;width:100%;opacity:0}
option{background:var(--surface);color:var(--ink)}
.ib:has(select){gap:1px;padding-inline:8px 4px;font-size:13px;font-weight:600}
.ib:has(select) svg{width:16px}
.ib:has(:focus-visible){outline:2px solid var(--accent-ink);outline-offset:-2px}
.log{flex:1;min-height:0;position:relative;overflow:hidden auto;overscroll-behavior:contain;overflow-anchor:none;padding:16px 16px 12px;display:flex;flex-direction:column;gap:12px;scrollbar-width:thin;scrollbar-color:var(--line) transparent;outline-offset:-2px}
.log>*{flex:none}
.start{display:grid;gap:12px}
.hero{margin:-16px -16px 0;padding:24px 20px 20px;background:linear-gradient(var(--glow),var(--canvas))}
.hero h3{font-size:24px;line-height:31px;font-weight:660;letter-spacing:-.022em;text-wrap:balance}
.hero p{margin-top:8px;color:var(--ink-2);font-size:14px;line-height:20px;text-wrap:pretty}
.start .quiet{font-weight:600;padding-inline:4px;margin-block:-4px -2px}
.list{background:var(--surface);border-radius:16px;box-shadow:var(--raised);overflow:hidden}
li+li>.row{border-top:1px solid var(--line)}
.row{width:100%;min-height:48px;padding-block:11px;padding-inline:16px 12px;gap:10px;outline-offset:-2px}
.row span{font-weight:500}
.row svg{width:18px;height:18px;color:var(--ink-3)}
small{display:block;font-weight:400}
.row.tall{padding-inline-start:12px;min-height:64px}
.row i{width:36px;height:36px;border-radius:11px;background:var(--soft)}
.row i svg{color:var(--accent-ink)}
:is(.row>svg,.send svg):dir(rtl){transform:scaleX(-1)}
.strip{padding:6px 16px;background:var(--warn-soft);font-size:13px;line-height:18px;text-align:center}
.strip:empty{display:none}
.foot{position:relative;background:var(--surface);border-top:1px solid var(--line);padding:12px 12px 8px}
.box{display:flex}
.box,textarea,.who,.row span{flex:1;min-width:0;overflow-wrap:anywhere}
.comp{display:flex;align-items:flex-end;gap:2px;padding:3px;border-radius:16px;box-shadow:inset 0 0 0 1px var(--edge)}
.comp:focus-within{outline:2px solid var(--accent-ink);outline-offset:-2px}
textarea{text-align:start;min-height:44px;padding-block:11px;padding-inline:12px 4px;font-size:16px;line-height:22px;resize:none;outline:0!important}
textarea::placeholder{color:var(--ink-3);opacity:1;unicode-bidi:plaintext}
.send{width:44px;height:44px;border-radius:13px;background:var(--accent);color:var(--on);box-shadow:inset 0 0 0 1px var(--accent-ink)}
.send.idle{background:var(--soft);color:var(--accent-ink);box-shadow:none}
.count,.legal,.meta{font-size:12px;line-height:16px;color:var(--ink-3)}
.count{padding:4px 4px 0;text-align:end}
.count[role=alert]{color:var(--danger)}
.legal{display:flex;flex-wrap:wrap;gap:0 10px;align-items:center;padding:0 4px;min-height:32px}
.legal span{flex:1}
.legal a{color:inherit;text-underline-offset:2px;padding:5px 4px}
@media (max-width:480.98px){
[aria-modal=true]{inset:var(--top,0) 0 auto;margin:0;padding:var(--safe);width:auto;height:var(--height,100dvh);border-radius:0;box-shadow:none}
[aria-modal=true]~.launch{display:none}
.head{padding-inline:12px 6px;min-height:64px}
.who{margin-inline-start:10px}
.log{padding:12px 14px 9px;gap:9px}
.hero{margin:-12px -14px 0;padding:20px 18px 14px}
.hero h3{font-size:22px;line-height:28px}
.foot{padding:10px 10px 6px}}
@supports (-webkit-touch-callout:none){select{font-size:16px}}
@media (hover:hover){:is(.row,.ib,.thumb,.chip):hover{background-color:var(--soft)}}
@media (prefers-reduced-motion:no-preference){
.panel{animation:rise .18s cubic-bezier(.2,.8,.2,1)}
@keyframes rise{from{opacity:0;transform:translateY(8px)}}}
@media (forced-colors:active){:is(.panel,.list,.card,.comp,.send,.mark,.chip,.btn,.b,.me p,[aria-pressed=true]){border:1px solid}}`;
