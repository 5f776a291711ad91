// Signing out while something is only on this device: it is sent first, or dropped, or the reader stays.
const dialog = () => document.getElementById("leave");
const button = (name) => dialog().querySelector(`[data-leave="${name}"]`);

// Asks with these words; `send` resolves with the words of what is still here, or with nothing if all is saved.
export function askToLeave(words, { send, drop }) {
  say(words);
  button("send").hidden = !send;
  button("send").onclick = async () => {
    button("send").disabled = true;
    const left = await send();
    button("send").disabled = false;
    if (left) say(`${dialog().dataset.unsent} ${left}`);
    else leave();
  };
  button("drop").onclick = () => {
    drop();
    leave();
  };
  button("stay").onclick = () => dialog().close();
  if (!dialog().open) dialog().showModal();
}

function say(words) {
  dialog().querySelector("[data-leave-words]").textContent = words;
}

function leave() {
  dialog().close();
  // The head of the page may be another one since.
  const form = document.querySelector('form[action="/logout"]');
  form.dataset.leaves = "";
  form.requestSubmit();
}
