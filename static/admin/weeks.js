// @ts-check
// ISO weeks, as the interface names them: "2026-W47".

const DAY = 24 * 60 * 60 * 1000;

/**
 * A week's Monday, as a moment in UTC. The week with the year's 4 January is its first (ISO 8601).
 * @param {string} week
 * @returns {Date}
 */
export function monday(week) {
  const [year, number] = week.split("-W").map(Number);
  const fourth = Date.UTC(year, 0, 4);
  const weekday = (new Date(fourth).getUTCDay() + 6) % 7;
  return new Date(fourth + ((number - 1) * 7 - weekday) * DAY);
}

/**
 * "9 to 15 November 2026" or, short, "9–15 Nov": of the first day as much as differs from the last.
 * @param {string} week
 * @param {"long" | "short"} month
 */
export function range(week, month = "long") {
  const first = monday(week);
  const last = new Date(first.getTime() + 6 * DAY);
  /** @param {Date} day @param {Intl.DateTimeFormatOptions} parts */
  const show = (day, parts) => day.toLocaleDateString("en-GB", { timeZone: "UTC", ...parts });
  /** @type {Intl.DateTimeFormatOptions} */
  const start = { day: "numeric" };
  if (first.getUTCMonth() !== last.getUTCMonth()) start.month = month;
  if (month === "short") return `${show(first, start)}–${show(last, { day: "numeric", month })}`;
  if (first.getUTCFullYear() !== last.getUTCFullYear()) start.year = "numeric";
  return `${show(first, start)} to ${show(last, { day: "numeric", month, year: "numeric" })}`;
}

/**
 * "Week 46", with the year where it is not this one.
 * @param {string} week
 * @param {string} current the week that is not over yet
 */
export function title(week, current) {
  const [year, number] = week.split("-W");
  return `Week ${Number(number)}${year === current.split("-W")[0] ? "" : ` of ${year}`}`;
}

/**
 * The weeks from `first` to `last`, both included, newest first.
 * @param {string} first
 * @param {string} last
 * @returns {string[]}
 */
export function between(first, last) {
  const weeks = [];
  for (let day = monday(last).getTime(); day >= monday(first).getTime(); day -= 7 * DAY) weeks.push(of(new Date(day)));
  return weeks;
}

/**
 * The week of a day in UTC: the year is the one of its Thursday.
 * @param {Date} day
 */
export function of(day) {
  const thursday = new Date(day.getTime() + (3 - ((day.getUTCDay() + 6) % 7)) * DAY);
  const year = thursday.getUTCFullYear();
  const number = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * DAY));
  return `${year}-W${String(number).padStart(2, "0")}`;
}
