// Small things: the colour switch, closing messages, showing passwords, finding a topic, sharing.
import { announce } from "./htmx-events.js";

const ORDER = ["auto", "light", "dark"];
const WORDS = { auto: "Colours: as the system", light: "Colours: light", dark: "Colours: dark" };

function startTheme() {
  const button = document.querySelector("[data-theme-switch]");
  if (!button) return;
  const present = () => document.documentElement.dataset.theme ?? "auto";
  const show = () => button.setAttribute("aria-label", WORDS[present()]);
  button.hidden = false;
  show();
  button.addEventListener("click", () => {
    const next = ORDER[(ORDER.indexOf(present()) + 1) % ORDER.length];
    if (next === "auto") {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem("theme");
    } else {
      document.documentElement.dataset.theme = next;
      localStorage.setItem("theme", next);
    }
    show();
  });
}

function startToasts() {
  document.querySelectorAll("[data-toast-close]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", (event) => {
    event.target.closest("[data-toast-close]")?.closest("[data-toast]")?.remove();
  });
}

function startPasswords() {
  document.querySelectorAll("[data-password]").forEach((input) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.textContent = "Show password";
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const hidden = input.type === "password";
      input.type = hidden ? "text" : "password";
      button.textContent = hidden ? "Hide password" : "Show password";
      button.setAttribute("aria-pressed", String(hidden));
    });
    input.after(button);
  });
}

function startFind() {
  const field = document.querySelector("[data-find]");
  if (!field) return;
  field.hidden = false;
  const input = field.querySelector("[data-find-input]");
  const items = [...document.querySelectorAll(".map .item")];
  const own = (item) => item.querySelector(":scope > .node, :scope > .item__heading, :scope > .item__link, :scope > .item__group")?.textContent ?? "";
  const isMap = () => getComputedStyle(document.querySelector(".map__layer") ?? document.body).position === "absolute";
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    const map = isMap();
    let count = 0;
    items.forEach((item) => {
      const fits = own(item).toLowerCase().includes(wanted);
      count += Number(fits && item.matches(".item--topic"));
      // In a list what holds a match stays; on the map everything stands for itself.
      item.classList.toggle("item--missed", wanted !== "" && !fits && (map || !item.textContent.toLowerCase().includes(wanted)));
    });
    if (!wanted) return;
    announce(count === 1 ? "1 topic fits" : `${count || "No"} topics fit`);
    if (map) items.find((item) => !item.matches(".item--missed") && item.matches(".item--topic"))?.querySelector("[data-node-id]")?.scrollIntoView({ block: "center" });
  });
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    document.querySelector(".map .item:not(.item--missed):not(:has(.item:not(.item--missed))) [data-node-id]")?.focus();
  });
}

function startShare() {
  const button = document.querySelector("[data-share]");
  if (!button || !(navigator.share || navigator.clipboard)) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const url = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    if (navigator.share) await navigator.share({ title: document.title, url }).catch(() => {});
    else {
      await navigator.clipboard.writeText(url);
      button.textContent = "Address copied";
    }
  });
}

export function startSmall() {
  startTheme();
  startToasts();
  startPasswords();
  startFind();
  startShare();
}
