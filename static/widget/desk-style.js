// @ts-check
// The look of waiting for a person, of talking to one, and of the form for when nobody is there.
export const deskCss = `
.sys{display:flex;align-items:center;gap:12px;font-size:12px;line-height:16px;color:var(--ink-3);text-align:center}
.sys::before,.sys::after{content:"";flex:1;border-top:1px solid var(--line)}
.sys span{max-width:75%;text-wrap:balance}
.sys b{display:block;font-weight:600;color:var(--ink-2)}
.note{display:flex;gap:10px;padding:12px 14px;border-radius:12px;background:var(--warn-soft);font-size:14px;line-height:20px}
.note svg{color:var(--warn)}
.desk{display:grid;gap:12px}
.queue h3{font-size:15px;line-height:22px;font-weight:650}
.queue p{font-size:13px;line-height:18px;color:var(--ink-2)}
.top{display:flex;gap:14px;align-items:center}
.top i{display:grid;place-items:center;width:40px;height:40px;border-radius:50%;background:var(--soft);color:var(--accent-ink)}
.bar{height:4px;border-radius:2px;background:var(--soft);overflow:hidden}
.bar i{display:block;width:40%;height:4px;border-radius:2px;background:var(--accent)}
.btn.quiet{box-shadow:none;color:var(--ink-2)}
.agent{display:grid;grid-template-columns:32px auto;gap:4px 10px;align-items:end;justify-content:start;max-width:90%}
.face{border-radius:50%;background:#e9d8c3;color:#553a1c;font-size:12px;line-height:32px;font-weight:650;text-align:center;width:32px}
.mark.face{width:40px;line-height:40px;font-size:14px;display:block;position:relative}
.mark.face::after{content:"";position:absolute;bottom:-1px;inset-inline-end:-1px;width:12px;height:12px;border-radius:50%;background:#16784a;box-shadow:0 0 0 2.5px var(--surface)}
.b{background:var(--surface);box-shadow:var(--raised);border-radius:18px;border-end-start-radius:5px}
.agent .meta{grid-column:2}
.agent .dots{margin:0}
.form{display:grid;gap:12px}
.form label{display:block;margin-bottom:6px;font-size:14px;line-height:20px;font-weight:600}
.form :is(input,textarea){width:100%;min-height:44px;padding:10px 12px;border:0;border-radius:12px;background:var(--surface);color:inherit;font:inherit;font-size:16px;line-height:22px;box-shadow:inset 0 0 0 1px var(--edge);outline-offset:-2px!important;unicode-bidi:plaintext;text-align:start}
.form textarea{min-height:96px;resize:vertical;outline:revert}
.form [rows="2"]{min-height:66px}
.form :is(input,textarea):focus-visible{outline:2px solid var(--accent-ink)!important}
.form [aria-invalid=true]{box-shadow:inset 0 0 0 2px var(--danger)}
.form .fault{margin-top:4px;font-size:13px;line-height:18px;color:var(--danger)}
.form .btn{min-height:44px;text-align:center}
.form .meta{margin:0}
.scores{display:grid;grid-template-columns:repeat(5,1fr);gap:5px;margin:0;padding:0;border:0;min-width:0}
.scores legend{margin-bottom:10px;padding:0;font-size:15px;line-height:22px;font-weight:650}
.scores label{position:relative;margin:0;padding:9px 4px 7px;border-radius:12px;box-shadow:inset 0 0 0 1px var(--edge);text-align:center;cursor:pointer;font-weight:400}
.scores b{display:block;font-size:17px;line-height:22px;font-weight:650}
.scores span{display:block;font-size:11px;line-height:14px;color:var(--ink-2);overflow-wrap:anywhere;hyphens:auto}
.scores input{position:absolute;inset:0;width:100%;min-height:0;height:100%;margin:0;padding:0;opacity:0;cursor:pointer}
.scores label:has(:checked){background:var(--soft);box-shadow:inset 0 0 0 2px var(--accent-ink)}
.scores label:has(:focus-visible){outline:2px solid var(--accent-ink);outline-offset:2px}
@media (prefers-reduced-motion:no-preference){
.bar i{animation:wait 2.4s infinite alternate cubic-bezier(.4,0,.6,1)}
@keyframes wait{to{transform:translateX(150%)}}}
@media (forced-colors:active){.queue,.form :is(input,textarea),.scores label,.face,.bar{border:1px solid}.scores label:has(:checked){border-width:3px}}`;
