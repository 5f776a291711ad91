// The first marks of somebody of whom nothing is kept: one after the other, in all tabs, because the first answer brings
// the cookie by which the others belong to the same guest.
const LONGEST = 15000;
const isKnown = () => [...document.querySelectorAll("input[name=viewer]")].some((field) => field.value);
let before = Promise.resolve();

export function startFirstMark() {
  document.body.addEventListener("htmx:confirm", (event) => {
    if (event.detail.verb !== "post" || isKnown()) return;
    event.preventDefault();
    const { issueRequest } = event.detail;
    before = before.then(() => inTurn(() => sent(issueRequest)));
  });
}

function inTurn(work) {
  return navigator.locks ? navigator.locks.request("first-mark", work) : work();
}

// Sends a request and waits for its answer, however it ends.
function sent(issueRequest) {
  return new Promise((resolve) => {
    const done = (event) => {
      if (event && event.detail.requestConfig?.verb !== "post") return;
      document.body.removeEventListener("htmx:afterRequest", done);
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, LONGEST);
    document.body.addEventListener("htmx:afterRequest", done);
    issueRequest(true);
  });
}
