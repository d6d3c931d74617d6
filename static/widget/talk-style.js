// @ts-check
// The look of messages and of suggested titles.
export const talkCss = `
.log>:first-child:not(.start){margin-top:auto}
.me{align-self:flex-end;max-width:82%;display:grid;justify-items:end;gap:4px}
.me p{background:var(--accent);color:var(--on);box-shadow:inset 0 0 0 1px var(--accent-ink)}
.me p,.b,.dots{padding:9px 14px 10px;text-align:start;border-radius:18px;border-end-end-radius:5px;overflow-wrap:anywhere;white-space:pre-wrap}
.pending p{opacity:.75}
.meta{display:flex;flex-wrap:wrap;align-items:center;gap:4px}
.meta:empty{display:none}
.meta svg,.src svg{width:14px;height:14px}
.src{display:flex;align-items:center;gap:6px;font-size:12px;line-height:16px;color:var(--ink-3);border-top:1px solid var(--line);padding-top:10px;margin-top:2px}
.failed{color:var(--danger)}
.meta button{min-height:24px;padding:0 4px;color:var(--accent-ink);text-decoration:underline}
.bot,.extra{display:grid;gap:6px}
.card{background:var(--surface);border-radius:5px 16px 16px;box-shadow:var(--raised);padding:14px 16px;display:grid;gap:12px}
.card:dir(rtl){border-radius:16px 5px 16px 16px}
.text{display:grid;gap:8px;min-width:0;overflow-wrap:anywhere;text-align:start}
.text strong{font-weight:620}
.text a{color:var(--accent-ink);font-weight:550;text-underline-offset:3px}
.text :is(h3,h4,pre,ol,blockquote,hr){margin:0;padding:0;font-size:15px}
.text ol{list-style:"";display:grid;gap:9px;counter-reset:s var(--from,0)}
.text ol>li{position:relative;padding-inline-start:34px;counter-increment:s}
.text ol>li::before{content:counter(s);position:absolute;inset-inline-start:0;min-width:24px;margin-top:-1px;border-radius:12px;background:var(--soft);color:var(--accent-ink);font-size:13px;line-height:24px;font-weight:650;text-align:center}
.text ul{list-style:disc;padding-inline-start:20px}
.text img{max-width:100%;border-radius:10px}
.text :is(pre,code){font:13px/19px ui-monospace,monospace;background:var(--soft);border-radius:5px;padding:1px 4px;white-space:pre-wrap}
.text blockquote{border-inline-start:3px solid var(--soft-line);padding-inline-start:12px}
.text hr{width:100%;border:0;border-top:1px solid var(--line)}
.wide{overflow:auto;overflow-wrap:normal}
table{border-collapse:collapse;font:inherit;color:inherit}
th,td{border:1px solid var(--line);padding:5px 9px}
.btns,.chips{display:flex;flex-wrap:wrap;gap:8px;overflow-wrap:anywhere}
.chips .quiet{width:100%;padding-inline:2px}
.btn{min-height:40px;padding:8px 16px;border-radius:12px;font-weight:600;font-size:14px;line-height:24px;text-decoration:none;color:var(--ink);box-shadow:inset 0 0 0 1px var(--edge)}
.btn svg{display:inline;width:17px;vertical-align:-5px;margin-inline-start:7px}
.btn.main{background:var(--accent);color:var(--on);box-shadow:inset 0 0 0 1px var(--accent-ink)}
.fb{display:flex;align-items:center;gap:4px;padding-inline-start:2px}
.fb .meta{flex:1}
.thumb{width:36px;height:36px;padding:8px;border-radius:18px;color:var(--ink-2)}
.chip{padding:8px 14px;border-radius:18px;background:var(--surface);box-shadow:inset 0 0 0 1px var(--soft-line);color:var(--accent-ink);font-size:14px;line-height:20px;font-weight:550}
[aria-pressed=true]{background:var(--soft);color:var(--accent-ink)}
.flush{padding:0;gap:0;overflow:hidden}
.flush .text{padding:14px 16px 12px}
.flush .list{border-radius:0;border-top:1px solid var(--line);box-shadow:none}
.dots{background:var(--surface);box-shadow:var(--raised);border-radius:18px;border-end-start-radius:5px;display:flex;gap:5px;align-self:start;padding:14px 16px}
.dots i{width:7px;height:7px;border-radius:50%;background:var(--ink-3)}
@media (max-width:480.98px){
.card:not(.flush){gap:10px;padding:12px 14px}
.text ol{gap:7px}}
@media (prefers-reduced-motion:no-preference){
.new{animation:rise .14s cubic-bezier(.2,.8,.2,1)}
.dots{animation:rise .14s .25s both}
.dots i{animation:dot 1.3s infinite}
.dots i+i{animation-delay:.16s}
.dots i+i+i{animation-delay:.32s}
@keyframes dot{0%,60%,100%{opacity:.5}30%{transform:translateY(-3px)}}}
.panel{container-type:size}
.pop{position:absolute;inset-inline:12px;bottom:calc(100% + 8px);max-height:40vh;max-height:max(56px,min(41cqh,100cqh - 182px));display:flex;flex-direction:column;padding:6px;border-radius:16px;background:var(--surface);box-shadow:0 0 0 1px var(--line),0 12px 32px -8px #0a141047}
.cap{display:flex;justify-content:space-between;gap:4px;padding:6px 10px;font-size:12px;line-height:16px;color:var(--ink-3)}
kbd{font:inherit;font-size:11px;margin-inline-start:4px;padding:0 5px;border-radius:5px;box-shadow:inset 0 0 0 1px var(--edge);color:var(--ink-2)}
.pop ul{overflow:hidden auto;overscroll-behavior:contain;border-radius:10px;scrollbar-width:thin;scrollbar-color:var(--edge) transparent}
.pop li{display:flex;align-items:center;gap:10px;min-height:44px;padding:8px 10px;border-radius:10px;outline-offset:-2px;cursor:pointer}
.pop li svg{width:17px;height:17px;color:var(--ink-3)}
.pop li span{flex:1;min-width:0;overflow-wrap:anywhere}
.pop [aria-selected=true]{background:var(--soft);outline:2px solid var(--accent-ink)}
.pop mark{background:none;color:var(--accent-ink);font-weight:650;unicode-bidi:normal}
@container (max-height:440px){.cap{display:none}}
@media (hover:hover){.pop li:hover{background:var(--soft)}}
@media (hover:none){kbd{display:none}}
@media (prefers-reduced-motion:no-preference){.pop{animation:rise .14s cubic-bezier(.2,.8,.2,1)}}
@media (forced-colors:active){.pop,kbd{border:1px solid}.pop mark{color:CanvasText;text-decoration:underline}}`;
