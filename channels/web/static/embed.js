// One line in a portal opens the chat in a corner of it:
//   <script src="https://dia-chi-cua-tin-cay/embed.js" async></script>
(() => {
  const home = new URL(document.currentScript.src).origin;
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Trò chuyện";
  button.setAttribute("aria-expanded", "false");
  const css = (element, rules) => Object.assign(element.style, rules);
  css(button, {
    position: "fixed", right: "16px", bottom: "16px", zIndex: "2147483000", minHeight: "48px",
    padding: "0 20px", border: "0", borderRadius: "24px", background: "#1f5f5b", color: "#fff",
    font: "600 16px system-ui, sans-serif", cursor: "pointer", boxShadow: "0 4px 16px #0003",
  });
  let frame = null;
  button.addEventListener("click", () => {
    if (frame) {
      frame.hidden = !frame.hidden;
    } else {
      frame = document.createElement("iframe");
      frame.src = `${home}/embed`;
      frame.title = "Trò chuyện";
      frame.referrerPolicy = "no-referrer";
      css(frame, {
        position: "fixed", right: "16px", bottom: "76px", zIndex: "2147483000", border: "0",
        width: "min(400px, calc(100vw - 32px))", height: "min(640px, calc(100vh - 100px))",
        borderRadius: "16px", boxShadow: "0 8px 40px #0004", background: "#f5f2ec",
      });
      document.body.append(frame);
    }
    button.setAttribute("aria-expanded", String(!frame.hidden));
    button.textContent = frame.hidden ? "Trò chuyện" : "Đóng";
  });
  document.body.append(button);
})();
