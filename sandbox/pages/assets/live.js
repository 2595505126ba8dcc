/**
 * Keeps a page as fresh as the sandbox: looks again every two seconds and shows what changed, as GitHub
 * does. Whoever is typing or has a menu open is only told. Without it everything works; one reloads.
 */
const main = document.querySelector('main[data-live]');
let known = fingerprint(main);
let notice = null;

setInterval(() => {
  if (!document.hidden) void look().catch(() => undefined);
}, 2000);

async function look() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const fresh = page.querySelector('main[data-live]');
  if (fresh === null) return;
  replace('.clock .face', page);
  const now = fingerprint(fresh);
  if (now === known) return;
  if (isBusy()) {
    tell();
    return;
  }
  known = now;
  show(fresh);
  replace('nav.tabs', page);
  document.dispatchEvent(new Event('fresh'));
}

/** What a page says, apart from how long ago, and from what is said once. */
function fingerprint(element) {
  const copy = element.cloneNode(true);
  for (const time of copy.querySelectorAll('time')) time.textContent = '';
  for (const once of copy.querySelectorAll('[data-once]')) once.remove();
  return copy.innerHTML.replace(/\s+/g, ' ');
}

function isBusy() {
  const typed = [...main.querySelectorAll('textarea, input:not([type=hidden])')].some((field) =>
    field.type === 'checkbox' || field.type === 'radio'
      ? field.checked !== field.defaultChecked
      : field.value !== field.defaultValue,
  );
  const active = document.activeElement?.matches('main textarea, main input, main select');
  return typed || active === true || main.querySelector('details.menu[open]') !== null;
}

/** Puts the new content in place; what was folded open stays open, what was said once stays. */
function show(fresh) {
  const open = new Map(
    [...main.querySelectorAll('details')].map((each) => [keyOf(each), each.open]),
  );
  const once = [...main.querySelectorAll('[data-once]')];
  notice = null;
  main.replaceChildren(...once, ...fresh.childNodes);
  for (const each of main.querySelectorAll('details'))
    each.open = open.get(keyOf(each)) ?? each.open;
}

function keyOf(details) {
  const within = details.closest('[id]')?.id ?? '';
  return `${within} ${details.querySelector('summary')?.textContent.trim() ?? ''}`;
}

function tell() {
  if (notice !== null) return;
  notice = document.createElement('div');
  notice.className = 'note fresh';
  notice.setAttribute('role', 'status');
  const link = document.createElement('a');
  link.href = location.href;
  link.textContent = 'Show it';
  link.addEventListener('click', (event) => {
    event.preventDefault();
    location.reload();
  });
  notice.append('Something changed on this page. ', link);
  main.append(notice);
}

function replace(selector, page) {
  const [old, fresh] = [document.querySelector(selector), page.querySelector(selector)];
  if (old !== null && fresh !== null && old.innerHTML !== fresh.innerHTML) {
    old.replaceChildren(...fresh.childNodes);
  }
}
