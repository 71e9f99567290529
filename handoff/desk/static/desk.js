"use strict";
// The desk without a framework: one event stream says that something happened, the parts of the
// page it touches are fetched anew. What somebody is typing is never replaced.
(() => {
  const $ = (id) => document.getElementById(id);
  const csrf = document.querySelector('meta[name="csrf"]').content;
  const talking = document.querySelector(".talking");
  const caseId = talking ? Number(talking.dataset.case) : null;
  const title = document.title;

  // ---- what is typed and not sent yet: kept over a reload, for this session only
  const ours = `tincay-draft-${document.querySelector('meta[name="session"]').content}-`;
  const forget = (but) => {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith("tincay-draft-") && !(but && key.startsWith(but))) sessionStorage.removeItem(key);
    }
  };
  const leave = () => {
    forget();
    location.assign("/desk/login");
  };
  forget(ours); // what somebody before left in this tab is not hers to see
  document.addEventListener("submit", ({ target }) => {
    if (target.getAttribute("action") !== "/desk/logout") return;
    forget();
    if ($("reply")) $("reply").value = "";
  });

  // ---- small things
  let toastTimer;
  const toast = (text) => {
    const box = $("toast");
    box.textContent = text;
    box.classList.add("show");
    clearTimeout(toastTimer);
    toastTimer = setTimeout(() => box.classList.remove("show"), 5000);
  };

  const post = async (address, fields) => {
    const response = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRF-Token": csrf },
      body: new URLSearchParams(fields),
    });
    if (response.status === 401) leave();
    return response.json();
  };

  // ---- parts of the page
  const busy = new Map();
  const tags = {}; // what the server called the version of a part that is shown
  const refresh = async (id, address) => {
    const part = $(id);
    if (!part) return;
    if (busy.get(id)) { busy.set(id, "again"); return; }
    busy.set(id, "yes");
    try {
      const headers = { Accept: "text/html, application/json" };
      if (tags[id]) headers["If-None-Match"] = tags[id];
      const response = await fetch(address, { headers });
      if (response.ok && !response.redirected) {
        tags[id] = response.headers.get("ETag");
        replace(id, await response.text());
      } else if (response.redirected || response.status === 401) leave();
    } catch { /* the banner says that the connection is lost */ }
    const again = busy.get(id) === "again";
    busy.delete(id);
    if (again) setTimeout(() => refresh(id, address), 150);
  };

  const replace = (id, html) => {
    const part = $(id);
    const focus = part.contains(document.activeElement) ? document.activeElement : null;
    const filling = focus && focus.matches("input, select, textarea");
    const menu = part.querySelector(".menu[open]");
    if (id !== "queue" && id !== "talk" && !done.delete(id) && (filling || menu)) {
      later.add(id); // somebody is filling this part in: leave it until she is done
      return;
    }
    const low = part.scrollHeight - part.scrollTop - part.clientHeight < 90;
    const top = part.scrollTop;
    const kept = id === "side" && $("note") ? $("note").value : "";
    const link = focus && focus.dataset.case;
    // photos and voices stay as they are: unveiled, half played, not fetched anew
    const files = new Map([...part.querySelectorAll("[data-file]")].map((file) => [file.dataset.file, file]));
    part.innerHTML = html;
    for (const fresh of part.querySelectorAll("[data-file]")) {
      const file = files.get(fresh.dataset.file);
      if (file) fresh.replaceWith(file);
    }
    if (id === "talk" && low) part.scrollTop = part.scrollHeight; else part.scrollTop = top;
    if (kept && $("note")) $("note").value = kept;
    if (link) part.querySelector(`[data-case="${link}"]`)?.focus();
    else if (focus && focus.isConnected) focus.focus({ preventScroll: true }); // on a photo that stayed
    if (menu) part.querySelector(".menu")?.setAttribute("open", "");
    if (id === "queue") counted();
    if (id === "head") composable();
  };
  // a photo has its height only once it is there: who was at the end stays there
  $("talk")?.addEventListener("load", ({ target, currentTarget: talk }) => {
    const rest = talk.scrollHeight - talk.scrollTop - talk.clientHeight;
    if (rest < target.clientHeight + 120) talk.scrollTop = talk.scrollHeight;
  }, true);
  const later = new Set();
  const done = new Set(); // parts her own action has changed: shown anew whatever is open
  const catchUp = () => setTimeout(() => {
    for (const id of [...later]) { later.delete(id); parts[id]?.(); }
  }, 50);
  document.addEventListener("focusout", catchUp);
  document.addEventListener("toggle", (event) => { if (event.target.matches?.(".menu:not([open])")) catchUp(); }, true);

  const parts = {
    queue: () => refresh("queue", $("queue").dataset.src),
    head: () => refresh("head", `/desk/cases/${caseId}/head`),
    talk: () => refresh("talk", `/desk/cases/${caseId}/talk`),
    side: () => refresh("side", `/desk/cases/${caseId}/side`),
  };
  const whole = () => { if ($("queue")) parts.queue(); if (caseId) { parts.head(); parts.talk(); parts.side(); } };

  let queueAt = 0, queueDue = 0, queueTimer = null;
  // The first time at once; then a new case soon, mere talk later, and the rarer the slower the
  // server answers: fifty desks ask at the same moment.
  let queueTook = 0;
  const soonQueue = (kind) => {
    if (!$("queue")) return;
    const gap = Math.max(["said", "noted", undefined].includes(kind) ? 700 : 150, 4 * queueTook);
    const wait = Math.max(0, queueAt + gap - Date.now());
    if (queueTimer) {
      if (queueDue <= Date.now() + wait) return;
      clearTimeout(queueTimer);
    }
    queueDue = Date.now() + wait;
    queueTimer = setTimeout(async () => {
      queueTimer = null;
      queueAt = Date.now();
      await parts.queue();
      queueTook = Date.now() - queueAt;
    }, wait);
  };

  const composable = () => {
    const head = document.querySelector("#head .head");
    if (head && $("composer")) $("composer").hidden = head.dataset.mine !== "1";
  };

  // ---- who waits: title, sound
  let known = null, danger = 0, owed = 0;
  const counted = () => {
    const counts = document.querySelector("#queue .counts");
    if (!counts) return;
    const waiting = Number(counts.dataset.waiting), unanswered = Number(counts.dataset.unanswered);
    danger = Number(counts.dataset.danger);
    const attention = waiting + unanswered + Number(counts.dataset.due);
    document.title = attention ? `(${attention}) ${danger ? "● " : ""}${title}` : title;
    const now = new Set((counts.dataset.newest || "").split(",").filter(Boolean));
    if (known && [...now].some((one) => !known.has(one))) ring(danger > 0);
    else if (known && unanswered > owed) ring(false); // somebody writes in a case she holds
    known = now;
    owed = unanswered;
  };

  let sound = null;
  const soundOn = () => localStorage.getItem("tincay-sound") === "on";
  const showSound = () => {
    const button = $("sound");
    button.hidden = false;
    button.setAttribute("aria-pressed", String(soundOn()));
    button.textContent = soundOn() ? "Âm báo: bật" : "Bật âm báo";
  };
  const wake = () => { // browsers start sound only after a click or key
    if (!soundOn()) return;
    sound = sound || new AudioContext();
    if (sound.state === "suspended") sound.resume();
  };
  const ring = (urgent) => {
    if (!soundOn() || !sound) return;
    const tones = urgent ? [740, 880, 740, 880] : [587];
    tones.forEach((tone, index) => {
      const at = sound.currentTime + index * 0.22;
      const voice = sound.createOscillator(), volume = sound.createGain();
      voice.frequency.value = tone;
      volume.gain.setValueAtTime(0.0001, at);
      volume.gain.exponentialRampToValueAtTime(0.25, at + 0.03);
      volume.gain.exponentialRampToValueAtTime(0.0001, at + 0.2);
      voice.connect(volume).connect(sound.destination);
      voice.start(at);
      voice.stop(at + 0.21);
    });
  };
  $("sound").addEventListener("click", () => {
    localStorage.setItem("tincay-sound", soundOn() ? "off" : "on");
    showSound();
    wake();
    ring(false);
  });
  document.addEventListener("pointerdown", wake);
  document.addEventListener("keydown", wake);
  setInterval(() => { if (danger > 0) ring(true); }, 30000); // until somebody takes it

  // ---- the stream, and honest words when it breaks
  const link = $("link"), lost = $("lost");
  let beat = Date.now(), brokenSince = null;
  const state = (name, text) => { link.hidden = false; link.dataset.state = name; link.lastElementChild.textContent = text; };
  const broken = () => {
    if (brokenSince) return;
    brokenSince = new Date();
    lost.querySelector("time").textContent = brokenSince.toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
    lost.hidden = false;
    state("lost", "Mất kết nối");
  };
  const mended = () => {
    beat = Date.now();
    if (brokenSince) { brokenSince = null; lost.hidden = true; toast("Đã nối lại."); whole(); }
    state("on", "Đã kết nối");
  };

  let typingTimer;
  const heard = (event) => {
    const { kind, case: id, author } = JSON.parse(event.data);
    beat = Date.now();
    last = event.lastEventId || last;
    if (kind === "typing") {
      if (id === caseId) {
        $("typing").textContent = "Người nhắn đang viết…";
        clearTimeout(typingTimer);
        typingTimer = setTimeout(() => { $("typing").textContent = ""; }, 5000);
      }
      return;
    }
    soonQueue(kind);
    if (kind === "raised") ring(true);
    if (id !== caseId) {
      if (kind === "escalated" || kind === "stalled") ring(true);
      if (kind === "due") { ring(false); toast("Có một ca đến hẹn hỏi thăm."); }
      return;
    }
    if (kind === "said") {
      parts.talk();
      if (author === "citizen") { $("typing").textContent = ""; if (document.hidden) ring(false); }
    } else { parts.head(); parts.talk(); parts.side(); }
  };

  let source, last = $("queue") ? $("queue").dataset.after : "";
  const connect = () => {
    source?.close();
    source = new EventSource(`/desk/events?after=${last}`);
    source.addEventListener("beat", mended);
    source.addEventListener("desk", heard);
    source.addEventListener("expired", () => leave());
    source.addEventListener("error", () => {
      broken();
      if (source.readyState === EventSource.CLOSED) setTimeout(retry, 3000);
    });
  };
  const retry = async () => { // a refused stream is closed for good: is it the session or the network?
    try {
      const answer = await fetch("/desk/queue", { headers: { Accept: "application/json" } });
      if (answer.status === 401) { leave(); return; }
      connect();
    } catch { setTimeout(retry, 3000); }
  };
  setInterval(() => {
    if (Date.now() - beat > 45000) { broken(); beat = Date.now(); connect(); }
  }, 5000);
  setInterval(() => { if (!brokenSince) soonQueue(); }, 60000); // should an event ever be missed
  window.addEventListener("offline", broken);
  window.addEventListener("online", () => connect());
  state("off", "Đang kết nối…");
  connect();

  // ---- forms that act
  const drafts = `${ours}${caseId}`, sending = `${drafts}-sending`;
  // what was sent and is not known to have arrived: the same words again carry the same nonce,
  // also after a reload, and are not sent twice; other words are another message
  const unsure = () => {
    const kept = JSON.parse(sessionStorage.getItem(sending) || "{}");
    return kept.text === $("reply").value.trim() ? kept : null;
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-act], #composer")) return;
    event.preventDefault();
    if (form.dataset.confirm && !confirm(form.dataset.confirm)) return;
    const reply = form.id === "composer";
    const fields = Object.fromEntries(new FormData(form));
    if (reply) {
      if (!fields.text.trim()) return;
      fields.nonce = unsure()?.nonce || Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16)).join("-");
      sessionStorage.setItem(drafts, $("reply").value);
      sessionStorage.setItem(sending, JSON.stringify({ text: $("reply").value.trim(), nonce: fields.nonce, canned: fields.canned }));
    }
    const button = form.querySelector("button:not([type])");
    if (button) button.disabled = true;
    try {
      const answer = await post(form.action, fields);
      if (answer.ok) {
        if (reply) { $("reply").value = ""; form.canned.value = ""; sessionStorage.removeItem(drafts); sessionStorage.removeItem(sending); grow(); }
        else { if (form.id === "note-form") $("note").value = ""; toast(answer.message); }
        document.activeElement?.matches("input, select, #note") && document.activeElement.blur();
        for (const menu of document.querySelectorAll(".menu[open]")) menu.open = false;
        done.add("head");
      } else {
        toast(answer.message);
        if (reply) sessionStorage.removeItem(sending);
      }
      whole();
    } catch {
      toast(reply ? "Chưa gửi được. Chữ vẫn còn đây; bấm gửi lại khi có mạng." : "Chưa làm được, mất kết nối.");
    } finally {
      if (button) button.disabled = false;
      if (reply) $("reply").focus();
    }
  });

  const grow = () => { const box = $("reply"); if (box) { box.style.height = "auto"; box.style.height = `${Math.min(box.scrollHeight + 2, 200)}px`; } };
  let told = 0;
  if ($("reply")) {
    $("reply").value = $("reply").value || sessionStorage.getItem(drafts) || "";
    $("composer").canned.value = unsure()?.canned || "";
    $("reply").addEventListener("input", () => {
      grow();
      sessionStorage.setItem(drafts, $("reply").value);
      if (Date.now() - told > 3000) { told = Date.now(); post(`/desk/cases/${caseId}/typing`, {}).catch(() => {}); }
    });
    const down = () => { $("talk").scrollTop = $("talk").scrollHeight; };
    $("canned").addEventListener("toggle", down);
    down();
  }

  document.addEventListener("click", async (event) => {
    const canned = event.target.closest("[data-canned]");
    if (canned) {
      const box = $("reply");
      box.value = box.value ? `${box.value.trimEnd()} ${canned.dataset.text}` : canned.dataset.text;
      $("composer").canned.value = canned.dataset.canned;
      $("canned").open = false;
      grow();
      box.focus();
    }
    if (event.target.id === "unmask" && confirm(event.target.dataset.confirm)) {
      const answer = await post(`/desk/cases/${caseId}/unmask`, {});
      if (answer.ok) $("who").textContent = answer.conversation; else toast(answer.message);
    }
    if (event.target.id === "print") window.print();
    for (const menu of document.querySelectorAll(".menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });

  // ---- keyboard
  const rows = () => [...document.querySelectorAll("#queue .row")];
  const pick = (step) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row === document.activeElement || row.matches("[aria-current]"));
    const active = all.indexOf(document.activeElement);
    all[Math.max(0, Math.min(all.length - 1, (active >= 0 ? active : at) + step))].focus();
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "Escape" && typing) { event.target.blur(); return; }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
      event.preventDefault();
      event.target.form.requestSubmit();
      return;
    }
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const does = {
      j: () => pick(1),
      k: () => pick(-1),
      a: () => $("accept")?.click(),
      r: () => $("composer") && !$("composer").hidden && $("reply").focus(),
      n: () => $("note")?.focus(),
      c: () => { const box = $("canned"); if (box && !$("composer").hidden) { box.open = true; box.querySelector("button")?.focus(); } },
      "/": () => ($("search") ? $("search").focus() : location.assign("/desk/search")),
      "?": () => $("keys").showModal(),
    }[event.key.toLowerCase()];
    if (does) { event.preventDefault(); does(); }
  });

  // ---- waiting times go on by themselves
  const waited = (since) => {
    const minutes = Math.max(0, Math.floor((Date.now() / 1000 - since) / 60));
    if (minutes < 1) return "vừa xong";
    if (minutes < 60) return `${minutes} phút`;
    if (minutes < 1440) return `${Math.floor(minutes / 60)} giờ ${String(minutes % 60).padStart(2, "0")}`;
    return `${Math.floor(minutes / 1440)} ngày`;
  };
  setInterval(() => {
    for (const one of document.querySelectorAll("[data-since]")) one.textContent = waited(Number(one.dataset.since));
  }, 20000);

  showSound();
  counted();
  composable();
})();
