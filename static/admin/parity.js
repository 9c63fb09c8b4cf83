/*
 * Beside each text of the editor's form: how it stands in its language, as the server judged what was last
 * saved, and a button that copies another language's. The side panel brings the states; Wagtail's
 * autosave renders it anew after each save, and this controller with it.
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
  function put(from, to) {
    if (to.draftailEditor) {
      const state = stateOf(to);
      const content = stateOf(from).getCurrentContent();
      to.draftailEditor.onChange(state.constructor.push(state, content, 'insert-fragment'));
    } else {
      to.focus();
      to.select();
      document.execCommand(from.value ? 'insertText' : 'delete', false, from.value);
    }
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
    static values = { states: Array, words: Object, acceptUrl: String };

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
        this.describe(text.querySelector('[contenteditable]') || input, bar.firstChild);
      });
      return bare.length;
    }

    /** Let a screen reader tell the state with the input. */
    describe(input, badge) {
      const others = (input.getAttribute('aria-describedby') || '').split(' ').filter(Boolean);
      input.setAttribute('aria-describedby', [...others, badge.id].join(' '));
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
      put(inputOf(source), inputOf(text));
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
        const { state, path } = judged.get(inputOf(text)) || {};
        this.mark(text, state || null, path);
        this.compare(text);
      });
    }

    mark(text, state, path) {
      const badge = text.querySelector('.parity-bar > .parity-badge');
      if (!badge) return;
      // what is shown already stays, with the focus that may be on it
      const key = `${state} ${(path || []).join('/')}`;
      if (badge.dataset.key === key) return;
      badge.dataset.key = key;
      badge.className = `parity-badge parity-badge--${state}`;
      badge.textContent = this.wordsValue.states[state] || '';
      badge.hidden = !state;
      text.querySelector('.parity-bar__accept')?.remove();
      if (state === COPIED && path && this.acceptUrlValue) {
        badge.after(this.button('parity-bar__accept', this.wordsValue.accept, (event) => this.accept(path, event.target)));
      }
    }

    /** Tell the server that a text is alike in two languages on purpose. */
    async accept(path, button) {
      const config = JSON.parse(document.getElementById('wagtail-config').textContent);
      const response = await fetch(this.acceptUrlValue, {
        method: 'POST',
        headers: { [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN },
        body: new URLSearchParams({ path: path.join('/') }),
      });
      if (!response.ok) {
        button.textContent = this.wordsValue.failed;
        this.say(this.wordsValue.failed);
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
