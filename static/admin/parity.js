/*
 * Beside each text of the editor's form: how it stands in its language, as the server judged what was last
 * saved, what has changed in another language since it was right, its earlier texts, and a button that
 * copies another language's. The side panel brings the states; Wagtail's autosave renders it anew after
 * each save, and this controller with it.
 */
(() => {
  const COPIED = 'copied';
  const TEXT = '[data-text-language]';
  // texts copied since the form was opened: each input with the words it was given
  const copies = new Map();

  const inputOf = (text) => text.querySelector('textarea, input[type=text], input[type=hidden]');
  const stateOf = (input) => input.draftailEditor?.getEditorState();
  const wordsOf = (input) => stateOf(input)?.getCurrentContent().getPlainText() ?? input.value;

  /** Replace what is in an input, so that the browser's or the rich text editor's own undo takes it back. */
  function put(value, input) {
    if (input.draftailEditor) {
      const state = stateOf(input);
      const content = window.Draftail.createEditorStateFromRaw(JSON.parse(value)).getCurrentContent();
      input.draftailEditor.onChange(state.constructor.push(state, content, 'insert-fragment'));
    } else {
      input.focus();
      input.select();
      document.execCommand(value ? 'insertText' : 'delete', false, value);
    }
  }

  /** Return what an input holds, as it would be posted. */
  function valueOf(input) {
    const state = stateOf(input);
    return state ? JSON.stringify(window.Draftail.serialiseEditorStateToRaw(state)) : input.value;
  }

  /** Return the input that a path leads to: names of fields and parts, ids of blocks, numbers of children. */
  function find(path) {
    let [name, ...steps] = path;
    steps.forEach((step) => {
      const children = document.getElementById(`id_${name}-FORMS`);
      const ids = document.querySelectorAll(`input[name^="${name}-"][name$="-id"]`);
      const block = [...ids].find((input) => input.value === step);
      if (children) name = `${name}-${numberOf(children, Number(step))}`;
      else if (block) name = block.name.replace(/-id$/, '-value');
      else name = `${name}-${step}`;
    });
    return document.querySelector(`[data-edit-form] [name="${CSS.escape(name)}"]`);
  }

  /** Return the number by which the form knows its n-th child, those that were deleted left out. */
  function numberOf(children, n) {
    const deletions = [...children.children].map((child) => child.querySelector('[name$="-DELETE"]'));
    const kept = deletions.filter((input) => input && !input.checked && input.value !== '1');
    return kept[n]?.name.match(/-(\d+)-DELETE$/)[1];
  }

  class ParityController extends window.StimulusModule.Controller {
    static values = { states: Array, words: Object, settleUrl: String, earlierUrl: String };

    connect() {
      this.observer = new MutationObserver(() => this.equip() && this.showStates());
      this.observer.observe(document.querySelector('[data-edit-form]'), { childList: true, subtree: true });
      this.onInput = (event) => this.compare(event.target.closest(TEXT));
      document.addEventListener('input', this.onInput);
      this.equip();
      this.showStates();
    }

    disconnect() {
      this.observer.disconnect();
      document.removeEventListener('input', this.onInput);
    }

    /** Give each text that has none its place for a state, and its buttons; return how many there were. */
    equip() {
      const all = document.querySelectorAll(`[data-edit-form] ${TEXT}:not([data-equipped])`);
      const bare = [...all].filter(inputOf);
      bare.forEach((text) => {
        text.dataset.equipped = '';
        const bar = document.createElement('div');
        bar.className = 'parity-bar';
        bar.lang = document.documentElement.lang;
        bar.innerHTML = '<span class="parity-badge" hidden></span>';
        const heading = text.closest('[data-panel]')?.getAttribute('aria-labelledby');
        this.sources(text).forEach((source) => {
          const code = source.dataset.textLanguage;
          const copy = this.button('parity-bar__copy', this.wordsValue.copy[code], () => this.copy(source, text));
          if (heading) copy.setAttribute('aria-describedby', heading);
          bar.append(copy);
        });
        (text.querySelector('[data-field-wrapper]') || text).append(bar);
        const input = inputOf(text);
        bar.firstChild.id = `${input.id}-parity`;
        const changes = Object.assign(document.createElement('div'), { id: `${input.id}-changes`, className: 'parity-changes' });
        changes.hidden = true;
        bar.after(changes);
        this.describe(text.querySelector('[contenteditable]') || input, bar.firstChild, changes);
      });
      return bare.length;
    }

    /** Let a screen reader tell with the input how it stands, and why. */
    describe(input, ...elements) {
      const others = (input.getAttribute('aria-describedby') || '').split(' ').filter(Boolean);
      input.setAttribute('aria-describedby', [...others, ...elements.map(({ id }) => id)].join(' '));
    }

    button(className, words, action) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = `button button-small button-secondary ${className}`;
      button.textContent = words;
      button.addEventListener('click', action);
      return button;
    }

    /** The same text in the other languages. */
    sources(text) {
      return [...text.closest('.translated').querySelectorAll(TEXT)].filter((other) => other !== text);
    }

    copy(source, text) {
      put(valueOf(inputOf(source)), inputOf(text));
      copies.set(inputOf(text), wordsOf(inputOf(source)));
      this.compare(text);
      this.say(this.wordsValue.states[COPIED]);
    }

    /** Tell a screen reader what a button has done. */
    say(words) {
      let region = document.getElementById('parity-said');
      if (!region) {
        region = Object.assign(document.createElement('div'), { id: 'parity-said', className: 'w-sr-only' });
        region.setAttribute('role', 'status');
        document.body.append(region);
      }
      region.textContent = '';
      requestAnimationFrame(() => { region.textContent = words; });
    }

    /** A copy counts as one until it differs, whatever the server thinks of so few words. */
    compare(text) {
      const input = text && inputOf(text);
      if (!input || !copies.has(input)) return;
      if (copies.get(input) === wordsOf(input)) {
        if (!text.querySelector(`.parity-badge--${COPIED}`)) this.mark(text, COPIED);
      } else {
        copies.delete(input);
        this.mark(text, null);
      }
    }

    showStates() {
      const counter = document.querySelector('[data-side-panel-toggle=parity] [data-side-panel-toggle-counter]');
      const unsettled = this.statesValue.filter(({ state }) => state !== 'fine').length;
      if (counter) Object.assign(counter, { textContent: unsettled, hidden: !unsettled });
      const judged = new Map(this.statesValue.map((each) => [find(each.path), each]));
      document.querySelectorAll(`[data-edit-form] ${TEXT}`).forEach((text) => {
        const { state, path, changes } = judged.get(inputOf(text)) || {};
        this.mark(text, state || null, path, changes);
        this.compare(text);
      });
    }

    mark(text, state, path = null, changes = []) {
      const badge = text.querySelector('.parity-bar > .parity-badge');
      if (!badge) return;
      // what is shown already stays, with the focus that may be on it
      const key = JSON.stringify([state, path, changes]);
      if (badge.dataset.key === key) return;
      badge.dataset.key = key;
      badge.className = `parity-badge parity-badge--${state}`;
      badge.textContent = this.wordsValue.states[state] || '';
      badge.hidden = !state;
      text.querySelectorAll('.parity-bar__settle, .parity-bar__earlier, .parity-earlier').forEach((old) => old.remove());
      this.tell(text.querySelector('.parity-changes'), changes);
      if (!path || !this.settleUrlValue) return;
      const settled = this.wordsValue.settle[state];
      if (settled) badge.after(this.button('parity-bar__settle', settled, (event) => this.settle(path, event.target)));
      const earlier = this.button('parity-bar__earlier', this.wordsValue.earlier, () => this.showEarlier(text, path, earlier));
      earlier.setAttribute('aria-expanded', 'false');
      badge.parentElement.append(earlier);
    }

    /** Show what has changed in other languages; the server marks the words. */
    tell(box, changes) {
      box.hidden = !changes.length;
      box.replaceChildren(...changes.flatMap(({ told, language, html }) => [
        Object.assign(document.createElement('p'), { textContent: told, lang: document.documentElement.lang }),
        Object.assign(document.createElement('div'), { innerHTML: html, lang: language, className: 'parity-diff' }),
      ]));
    }

    /** Show or hide the earlier texts of a language, each with a button that puts it back into the input. */
    async showEarlier(text, path, button) {
      const open = text.querySelector('.parity-earlier');
      if (open) {
        open.remove();
        button.setAttribute('aria-expanded', 'false');
        return;
      }
      const response = await fetch(`${this.earlierUrlValue}?${new URLSearchParams({ path: path.join('/') })}`);
      if (!response.ok) {
        this.fail(button);
        return;
      }
      const list = Object.assign(document.createElement('div'), { className: 'parity-earlier', lang: document.documentElement.lang });
      list.innerHTML = await response.text();
      list.querySelectorAll('[data-value]').forEach((each) => each.addEventListener('click', () => put(each.dataset.value, inputOf(text))));
      text.querySelector('.parity-changes').after(list);
      button.setAttribute('aria-expanded', 'true');
    }

    fail(button) {
      button.textContent = this.wordsValue.failed;
      this.say(this.wordsValue.failed);
    }

    /** Tell the server that a text stays as it is: alike in two languages on purpose, or still right. */
    async settle(path, button) {
      const config = JSON.parse(document.getElementById('wagtail-config').textContent);
      const response = await fetch(this.settleUrlValue, {
        method: 'POST',
        headers: { [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN },
        body: new URLSearchParams({ path: path.join('/') }),
      });
      if (!response.ok) {
        this.fail(button);
        return;
      }
      const input = find(path);
      copies.delete(input);
      (input.draftailEditor || input).focus();
      this.say(this.wordsValue.states.fine);
      const template = document.createElement('template');
      template.innerHTML = (await response.json()).html;
      this.element.replaceWith(template.content);
    }

    /** Lead from the list in the side panel to the text, in whichever tab it stands. */
    show({ params: { path } }) {
      const input = find(path.split('/'));
      if (!input) return;
      const tab = input.closest('[role=tabpanel]');
      if (tab?.hidden) document.querySelector(`[aria-controls="${tab.id}"]`)?.click();
      const text = input.closest(TEXT);
      text.scrollIntoView({ block: 'center' });
      (input.draftailEditor || input).focus();
    }
  }

  window.wagtail.app.register('parity', ParityController);
})();
