// The chat page. The server holds the conversation; this page shows it and leaves nothing behind.
const WORDS = {
  bot: "Trợ lý tự động",
  person: "Người trực",
  offline: "Mất kết nối, đang nối lại…",
  sending: "Đang gửi…",
  unsent: "Chưa gửi được, sẽ tự gửi lại",
  slow: "Mình vẫn đang tìm câu trả lời, bạn chờ chút nhé. Nguy hiểm thì gọi ngay số ở đầu trang.",
  typing: "Đang viết câu trả lời",
  staff: "Người trực",
  staffTyping: "Người trực đang viết…",
  erased: "Mọi điều đã được xoá.",
  neutralName: "Ghi chú",
  neutralTitle: "Ghi chú",
};
const PHONE = "M6.6 10.800c1.400 2.800 3.800 5.100 6.600 6.600l2.200-2.200c.3-.3.7-.4 1-.2 1.100.4 2.300.6 3.600.6.6 0 1 .4 1 1V20c0 .6-.4 1-1 1C10.600 21 3 13.400 3 4c0-.6.4-1 1-1h3.500c.6 0 1 .4 1 1 0 1.300.2 2.500.6 3.600.1.4 0 .7-.2 1z";

const page = document.body;
const log = document.getElementById("log");
const text = document.getElementById("text");
const form = document.getElementById("composer");
const status = document.getElementById("status");
const notice = document.getElementById("notice");
const starters = document.getElementById("starters");
const menu = document.getElementById("menu");

const shown = new Set(); // keys of the entries on the page
const unsent = []; // messages the server has not confirmed yet
let sending = false;
let owned = false;
let stream = null;
let lastEvent = 0;
let polling = null;
let failures = 0;
let typing = null;
let typingTimer = 0;
let staffTimer = 0;
let toldTyping = 0;
let known = Promise.resolve();
const opening = new AbortController();

// --- showing ---------------------------------------------------------------------------------

function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

function atEnd() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 120;
}

// A long reply is shown from its first line: that is where the numbers are.
function add(article, follow = true) {
  const stay = !follow && !atEnd();
  log.insertBefore(article, typing);
  if (stay) return;
  const end = log.scrollHeight - log.clientHeight;
  const top = article.offsetTop - log.offsetTop - 12;
  log.scrollTop = article.classList.contains("me") ? end : Math.min(end, top);
}

// numbers that are buttons of the same message are tappable in its text too
function paragraph(message, phones) {
  const made = element("p");
  if (!phones.length) {
    made.textContent = message;
    return made;
  }
  const pattern = new RegExp(`(?<!\\d)(${phones.join("|")})(?!\\d)`);
  message.split(pattern).forEach((piece, index) => {
    made.append(index % 2 ? element("a", { href: `tel:${piece}`, textContent: piece }) : piece);
  });
  return made;
}

function callIcon() {
  const icon = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PHONE);
  icon.append(path);
  return icon;
}

function buttonRow(buttons) {
  const row = element("div", { className: "buttons" });
  for (const button of buttons) {
    if (button.phone) {
      const call = element("a", { href: `tel:${button.phone}`, className: "call" });
      call.append(callIcon(), button.title);
      row.append(call);
    } else if (button.url) {
      row.append(element("a", { href: button.url, rel: "noreferrer noopener", target: "_blank", textContent: button.title }));
    } else {
      const quick = element("button", { type: "button", textContent: button.title });
      quick.addEventListener("click", () => {
        text.focus();
        submit(button.title, button.payload);
      });
      row.append(quick);
    }
  }
  return row;
}

// quick replies belong to the last message; numbers to call stay
function retireButtons() {
  for (const quick of log.querySelectorAll(".buttons button")) quick.remove();
  for (const row of log.querySelectorAll(".buttons:empty")) row.remove();
  starters.hidden = true;
}

function showEntry(entry) {
  const key = entry.author === "me" ? `me:${entry.name}` : `said:${entry.id}`;
  if (shown.has(key)) return;
  if (entry.erased && shown.size) clear(); // everything before it is gone
  shown.add(key);
  // told while the store was away: it stands there already
  const told = `said:now:${entry.text}`;
  if (key !== told && shown.delete(told)) return;
  if (entry.author === "me") {
    retireButtons();
    const article = element("article", { className: "me" }, paragraph(entry.text, []));
    article.dataset.key = key;
    add(article);
    return;
  }
  stopTyping();
  const buttons = entry.buttons || [];
  const phones = buttons.map((button) => button.phone).filter(Boolean);
  const person = entry.author === "staff";
  const article = element("article", { className: person ? "staff" : "bot" });
  if (person) article.append(element("small", { className: "who", textContent: WORDS.staff }));
  article.append(paragraph(entry.text, phones));
  if (buttons.length) {
    retireButtons();
    article.append(buttonRow(buttons));
  }
  add(article, false);
}

function clear() {
  for (const article of log.querySelectorAll("article")) article.remove();
  shown.clear();
}

function showReplies(answer) {
  if (answer.erased) clear();
  for (const reply of answer.replies || []) {
    showEntry(reply.id ? reply : { ...reply, author: "bot", id: `now:${reply.text}` });
  }
  if ("owned" in answer) setOwned(answer.owned);
}

function setOwned(value) {
  owned = value;
  if (owned) stopTyping();
  showStatus();
}

function showStatus() {
  status.textContent = failures > 1 ? WORDS.offline : owned ? WORDS.person : WORDS.bot;
  document.getElementById("person").hidden = !owned;
}

function startTyping() {
  if (owned || typing) return;
  typing = element("article", { className: "bot typing" });
  typing.append(element("p", {}, element("i"), element("i"), element("i"), element("span", { className: "unseen", textContent: WORDS.typing })));
  log.append(typing);
  log.scrollTop = log.scrollHeight;
  clearTimeout(typingTimer);
  typingTimer = setTimeout(() => say(WORDS.slow), 12000);
}

function stopTyping() {
  clearTimeout(typingTimer);
  if (typing) typing.remove();
  typing = null;
  if (notice.textContent === WORDS.slow || notice.textContent === WORDS.staffTyping) say("");
}

function say(words) {
  notice.textContent = words;
  notice.hidden = !words;
}

// --- sending ---------------------------------------------------------------------------------

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function submit(words, payload) {
  const message = { id: newId(), text: words };
  if (payload && payload !== words) message.payload = payload;
  showEntry({ author: "me", name: message.id, text: words });
  const article = log.querySelector(`[data-key="me:${message.id}"]`);
  unsent.push({ message, article });
  mark(article, WORDS.sending);
  startTyping();
  flush();
}

function mark(article, words) {
  if (!article) return;
  article.classList.toggle("unsent", Boolean(words));
  let note = article.querySelector("small");
  if (!words) {
    if (note) note.remove();
    return;
  }
  if (!note) {
    note = element("small");
    article.append(note);
  }
  note.textContent = words;
}

async function flush() {
  if (sending) return;
  sending = true;
  // a message waits for that, but not for long
  const patience = setTimeout(() => opening.abort(), 3000);
  await known;
  clearTimeout(patience);
  let wait = 1000;
  while (unsent.length) {
    const { message, article } = unsent[0];
    let response = null;
    let answer = {};
    try {
      response = await fetch("/chat/messages", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(message),
        keepalive: message.text.length < 15000, // goes on when the page is reloaded meanwhile
      });
      answer = await response.json();
    } catch {
      response = response && response.status >= 400 && response.status < 500 ? response : null;
    }
    if (response && (response.ok || (response.status >= 400 && response.status < 500 && response.status !== 429))) {
      unsent.shift();
      mark(article, response.ok ? "" : answer.error || WORDS.unsent);
      wait = 1000;
      if (!response.ok) {
        stopTyping();
        continue;
      }
      if (!answer.pending) stopTyping();
      showReplies(answer);
      listen();
    } else {
      stopTyping();
      if (answer.replies) showReplies({ replies: answer.replies });
      mark(article, answer.error || WORDS.unsent);
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, 15000);
    }
  }
  sending = false;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const words = text.value.trim();
  if (!words) return;
  text.value = "";
  grow();
  text.focus();
  submit(words);
});

text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    form.requestSubmit();
  }
});

function grow() {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 3, 160)}px`;
}

text.addEventListener("input", () => {
  grow();
  if (owned && Date.now() - toldTyping > 4000) {
    toldTyping = Date.now();
    fetch("/chat/typing", { method: "POST" }).catch(() => {});
  }
});

for (const button of document.querySelectorAll("button[data-payload], button[data-text]")) {
  button.addEventListener("click", () => {
    if (menu.open) menu.close();
    text.focus();
    submit(button.dataset.text || button.textContent.trim(), button.dataset.payload);
  });
}

// --- hearing ---------------------------------------------------------------------------------

async function sync(signal) {
  const response = await fetch("/chat/history", { signal });
  if (!response.ok) throw new Error("history");
  const history = await response.json();
  const fresh = shown.size === 0;
  for (const entry of history.entries) showEntry(entry);
  if (fresh) log.scrollTop = log.scrollHeight;
  lastEvent = Math.max(lastEvent, history.after);
  setOwned(history.owned);
  if (history.waiting) startTyping();
  return history;
}

function listen() {
  if (stream || !window.EventSource) {
    if (!window.EventSource) poll();
    return;
  }
  stream = new EventSource(`/chat/events?after=${lastEvent}`);
  stream.addEventListener("open", () => {
    const wasAway = failures > 0;
    failures = 0;
    stopPolling();
    showStatus();
    if (wasAway) sync().catch(() => {});
  });
  stream.addEventListener("reply", (event) => {
    lastEvent = Number(event.lastEventId) || lastEvent;
    showEntry(JSON.parse(event.data));
  });
  stream.addEventListener("owner", (event) => {
    lastEvent = Number(event.lastEventId) || lastEvent;
    setOwned(JSON.parse(event.data).owned);
  });
  stream.addEventListener("typing", () => {
    if (!owned) return;
    say(WORDS.staffTyping);
    clearTimeout(staffTimer);
    staffTimer = setTimeout(() => notice.textContent === WORDS.staffTyping && say(""), 5000);
  });
  stream.addEventListener("error", () => {
    failures += 1;
    showStatus();
    if (failures > 1) poll();
    if (stream && stream.readyState === EventSource.CLOSED) {
      stream = null;
      setTimeout(listen, Math.min(1000 * failures, 10000));
    }
  });
}

// without a stream (an old browser, a proxy that cuts it) ask every few seconds
function poll() {
  if (polling) return;
  polling = setInterval(() => sync().then(() => {
    if (failures > 1) {
      failures = 1;
      showStatus();
    }
  }).catch(() => {}), 4000);
}

function stopPolling() {
  clearInterval(polling);
  polling = null;
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && shown.size) sync().then(listen).catch(() => {});
});
window.addEventListener("online", () => sync().then(listen).catch(() => {}));

// --- leaving ---------------------------------------------------------------------------------

// The page is emptied first, the session ended, and this place in the history taken by another.
function leave() {
  page.classList.add("gone");
  document.title = WORDS.neutralTitle;
  log.textContent = "";
  text.value = "";
  try {
    sessionStorage.clear();
    fetch("/chat/leave", { method: "POST", keepalive: true }).catch(() => {});
  } catch {
    // leaving matters more
  }
  if (stream) stream.close();
  const away = page.dataset.exit;
  if ("embedded" in page.dataset) {
    try {
      window.top.location.replace(away);
      return;
    } catch {
      // the portal forbids it: at least the frame goes
    }
  }
  location.replace(away);
}

document.getElementById("exit").addEventListener("click", leave);
let escaped = 0;
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (event.timeStamp - escaped < 1500 && escaped) leave();
  escaped = event.timeStamp;
}, true);
// coming back by the browser's own memory of the page shows nothing old
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// --- options ---------------------------------------------------------------------------------

function recall(name) {
  try {
    return sessionStorage.getItem(name) === "1";
  } catch {
    return false;
  }
}

function toggle(name, apply) {
  const control = document.getElementById(name);
  const set = (on) => {
    control.setAttribute("aria-checked", String(on));
    page.classList.toggle(name, on);
    if (apply) apply(on);
  };
  set(recall(name));
  control.addEventListener("click", () => {
    const on = control.getAttribute("aria-checked") !== "true";
    set(on);
    try {
      sessionStorage.setItem(name, on ? "1" : "0");
    } catch {
      // remembered until reload only
    }
  });
}

const ownName = document.querySelector(".brand .name").textContent;
const ownTitle = document.title;
toggle("large");
toggle("neutral", (on) => {
  document.querySelector(".brand .name").textContent = on ? WORDS.neutralName : ownName;
  document.title = on ? WORDS.neutralTitle : ownTitle;
});
document.getElementById("menu-button").addEventListener("click", () => {
  resetErase();
  menu.showModal();
});
document.getElementById("close").addEventListener("click", () => menu.close());
menu.addEventListener("click", (event) => event.target === menu && menu.close());

const eraseHint = document.getElementById("erase-hint");
function resetErase() {
  eraseHint.hidden = true;
}
document.getElementById("erase").addEventListener("click", () => {
  if (eraseHint.hidden) {
    eraseHint.hidden = false;
    return;
  }
  menu.close();
  submit("Xoá hết", "/xoa");
});

// the server knows this browser from here on; on a slow line that takes its time
known = sync(opening.signal).then((history) => {
  if (history.entries.length) {
    starters.hidden = true;
    listen();
  }
}).catch(() => {});
