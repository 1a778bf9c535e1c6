const timeline = document.getElementById("timeline");
const [fromInput, toInput] = timeline.querySelectorAll("input");
const DAY = 86400000;
const MOST_BARS = 60;
const chart = document.getElementById("bars");
const dayNumber = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / DAY);
const isDay = (day) => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(dayNumber(day));
const writtenDay = (number) => new Date(number * DAY).toISOString().slice(0, 10);
const saidDay = (day) => new Date(`${day}T00:00:00Z`).toLocaleDateString("en-GB", { timeZone: "UTC", day: "numeric", month: "long", year: "numeric" });
let firstDay = Infinity;
let lastDay = -Infinity;
let barDays = 1;
const bars = [];

function fillTimeline() {
  const said = data.whole.day.filter(([day]) => isDay(day)).map(([day, count]) => [dayNumber(day), count]);
  firstDay = said.reduce((least, [day]) => Math.min(least, day), Infinity);
  lastDay = said.reduce((most, [day]) => Math.max(most, day), -Infinity);
  barDays = Math.max(Math.ceil((lastDay - firstDay + 1) / MOST_BARS), 1);
  // One day needs no line of time.
  timeline.hidden = !(lastDay > firstDay);
  if (timeline.hidden) return;
  const counts = new Array(Math.floor((lastDay - firstDay) / barDays) + 1).fill(0);
  for (const [day, count] of said) counts[Math.floor((day - firstDay) / barDays)] += count;
  const most = counts.reduce((a, b) => Math.max(a, b), 1);
  bars.splice(0, bars.length, ...counts.map((count) => {
    const bar = make("span", {});
    bar.style.height = count ? `${Math.max((count / most) * 100, 9)}%` : "1px";
    return bar;
  }));
  chart.replaceChildren(...bars);
  for (const input of [fromInput, toInput]) [input.min, input.max] = [firstDay, lastDay];
}

fromInput.addEventListener("input", () => brush(Math.min(fromInput.value, toInput.value), Number(toInput.value)));
toInput.addEventListener("input", () => brush(Number(fromInput.value), Math.max(fromInput.value, toInput.value)));

/** Keep what was said from one day to another. */
function brush(from, to) {
  filters.days = from <= firstDay && to >= lastDay ? null : [writtenDay(from), writtenDay(to)];
  applyFilters();
}

/** Let a drag over the bars choose the days, and a click all of them. */
function drag() {
  let begun = null;
  const dayAt = (event) => {
    const frame = chart.getBoundingClientRect();
    const share = Math.min(Math.max((event.clientX - frame.left) / frame.width, 0), 0.9999);
    return Math.min(firstDay + Math.floor(share * bars.length) * barDays, lastDay);
  };
  chart.addEventListener("pointerdown", (event) => {
    begun = dayAt(event);
    chart.setPointerCapture(event.pointerId);
  });
  chart.addEventListener("pointermove", (event) => {
    if (begun === null) return;
    const at = dayAt(event);
    if (at !== begun) brush(Math.min(begun, at), Math.min(Math.max(begun, at) + barDays - 1, lastDay));
  });
  chart.addEventListener("pointerup", (event) => {
    if (begun !== null && dayAt(event) === begun) brush(firstDay, lastDay);
    begun = null;
  });
  chart.addEventListener("pointercancel", () => { begun = null; });
}

function showDays() {
  if (timeline.hidden) return;
  const [from, to] = filters.days ? filters.days.map(dayNumber) : [firstDay, lastDay];
  fromInput.value = from;
  toInput.value = to;
  fromInput.setAttribute("aria-valuetext", saidDay(writtenDay(from)));
  toInput.setAttribute("aria-valuetext", saidDay(writtenDay(to)));
  document.getElementById("days").textContent = `${saidDay(writtenDay(from))} – ${saidDay(writtenDay(to))}`;
  bars.forEach((bar, number) => {
    const start = firstDay + number * barDays;
    bar.classList.toggle("out", start + barDays - 1 < from || start > to);
  });
}

drag();
