// @ts-check
// The way back from a mail: the key behind the # goes to the widget, and out of the address, so that it stays in no
// history, no bookmark and no picture of the screen. A link that opens nothing any more says so above the chat, which is
// there to ask again.
(() => {
  const key = location.hash.slice(1);
  history.replaceState(null, "", location.pathname + location.search);
  if (!key) return;
  // Mail programs break long lines, and whoever copies a link may lose its end.
  const isWhole = /^[\w-]{43}$/.test(key);
  if (isWhole) window["deskbellSettings"] = { key };

  /** By the languages of the widget. @type {Record<string, string>} */
  const words = {
    en: "This link has expired or is not complete. You can ask again here.",
    "zh-Hans": "此链接已过期或不完整。您可以在这里重新提问。",
    "zh-Hant": "此連結已過期或不完整。您可以在這裡重新提問。",
    de: "Dieser Link ist abgelaufen oder unvollständig. Sie können hier noch einmal fragen.",
    fr: "Ce lien a expiré ou est incomplet. Vous pouvez reposer votre question ici.",
    es: "Este enlace ha caducado o está incompleto. Puede volver a preguntar aquí.",
    pt: "Este link expirou ou está incompleto. Você pode perguntar de novo aqui.",
    it: "Questo link è scaduto o incompleto. Può ripetere qui la Sua domanda.",
    nl: "Deze link is verlopen of niet volledig. Je kunt je vraag hier opnieuw stellen.",
    ja: "このリンクは有効期限が切れているか、途中で欠けています。こちらでもう一度ご質問ください。",
    ko: "이 링크는 만료되었거나 완전하지 않습니다. 여기에서 다시 질문하실 수 있습니다.",
    ru: "Срок действия ссылки истёк, или она неполная. Вы можете задать вопрос здесь ещё раз.",
    ar: "انتهت صلاحية هذا الرابط أو أنه غير مكتمل. يمكنك طرح سؤالك هنا من جديد.",
    he: "תוקף הקישור פג או שהוא אינו שלם. אפשר לשאול כאן שוב.",
  };

  /** Whether it is certain that the key opens nothing. */
  async function isVoid() {
    if (!isWhole) return true;
    const answer = await fetch("/api/v1/conversation", { method: "HEAD", headers: { Authorization: "Bearer " + key } });
    return answer.status === 404;
  }

  const drawn = new Promise((done) => addEventListener("DOMContentLoaded", done));
  // A check that fails says nothing: the widget itself tells of a lost connection.
  Promise.all([isVoid().catch(() => false), drawn]).then(([told]) => {
    const line = document.querySelector("[role=status]");
    if (told && line) line.textContent = words[document.documentElement.lang] || words.en;
  });
})();
