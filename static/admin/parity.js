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
  // how each text stands, as the server told last
  const known = new WeakMap();
  // the controller of the side panel that is there now
  let active;

  // of a translator's form: a text in another language that is no block
  const readOnly = (text) => text.querySelector('[data-read-only]')?.dataset.readOnly;
  const inputOf = (text) => text.querySelector('textarea, input[type=text], input[type=hidden]');
  const stateOf = (input) => input.draftailEditor?.getEditorState();
  const wordsOf = (input) => stateOf(input)?.getCurrentContent().getPlainText() ?? input.value;
  const wordsIn = (text) => readOnly(text) ?? wordsOf(inputOf(text));

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

  /** Return what a text is, as its input would be posted. */
  function valueOf(text) {
    const input = inputOf(text);
    const state = input && stateOf(input);
    return state ? JSON.stringify(window.Draftail.serialiseEditorStateToRaw(state)) : readOnly(text) ?? input.value;
  }

  /** Leave only texts in some languages to change: the rest of a body is there to read, and the server keeps it. */
  function lock(text) {
    const input = inputOf(text);
    text.dataset.locked = '';
    input.readOnly = true;
    input.draftailEditor?.lockEditor();
  }

  function lockStructure(form) {
    form.classList.add('texts-only');
    form.querySelectorAll('[data-panel]').forEach((panel) => {
      panel.hidden = !panel.matches('.translated') && !panel.querySelector('.translated');
    });
    form.querySelectorAll('.c-sf-container [data-contentpath]').forEach((part) => {
      part.inert = !part.matches(TEXT) && !part.querySelector(TEXT) && !part.closest(TEXT);
    });
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
    static values = { states: Array, words: Object, onlyIn: Array, settleUrl: String, earlierUrl: String };

    connect() {
      active = this;
      this.observer = new MutationObserver(() => this.equip() && this.showStates());
      this.observer.observe(document.querySelector('[data-edit-form]'), { childList: true, subtree: true });
      this.onInput = (event) => this.compare(event.target.closest(TEXT));
      document.addEventListener('input', this.onInput);
      this.onClick = ({ target }) => this.take(target.closest('[data-take]'));
      document.addEventListener('click', this.onClick);
      this.equip();
      this.showStates();
    }

    disconnect() {
      this.observer.disconnect();
      document.removeEventListener('input', this.onInput);
      document.removeEventListener('click', this.onClick);
    }

    /** Give each text that has none its place for a state, and its buttons; return how many there were. */
    equip() {
      const all = document.querySelectorAll(`[data-edit-form] ${TEXT}:not([data-equipped])`);
      const bare = [...all].filter(inputOf);
      const isLocked = ({ dataset }) => this.onlyInValue.length && !this.onlyInValue.includes(dataset.textLanguage);
      if (bare.length && this.onlyInValue.length) lockStructure(document.querySelector('[data-edit-form]'));
      bare.forEach((text) => {
        text.dataset.equipped = '';
        const input = inputOf(text);
        const heading = text.closest('[data-panel]')?.getAttribute('aria-labelledby') || text.closest('[role=group]')?.id;
        const button = (name, words, action) => this.button(name, words, action, heading);
        const settle = button('settle', '', () => active.settle(text));
        const earlier = button('earlier', this.wordsValue.earlier, () => active.toggleEarlier(text));
        const copyButtons = this.sources(text).map((source) => (
          button('copy', this.wordsValue.copy[source.dataset.textLanguage], () => active.copy(source, text))
        ));
        const bar = this.make('div', 'parity-bar');
        if (isLocked(text)) lock(text);
        bar.append(
          this.make('span', 'parity-badge', { id: `${input.id}-parity`, hidden: true }),
          settle,
          ...copyButtons,
          earlier,
          this.make('span', 'parity-bar__failed', { hidden: true, textContent: this.wordsValue.failed }),
        );
        const boxes = ['changes', 'earlier'].map((name) => (
          this.make('div', `parity-${name}`, { id: `${input.id}-${name}`, hidden: true })
        ));
        earlier.setAttribute('aria-controls', boxes[1].id);
        [settle.hidden, earlier.hidden] = [true, true];
        (text.querySelector('[data-field-wrapper]') || text).append(bar, ...boxes);
        this.describe(this.richText(text, input) || input, bar.firstChild.id, `${boxes[0].id}-told`);
      });
      return bare.length;
    }

    /** Make an element in the language of the editor, whichever that of the text is. */
    make(tag, className, properties) {
      return Object.assign(document.createElement(tag), { className, lang: document.documentElement.lang }, properties);
    }

    /** Return what rich text is written in, named as its input is, which Wagtail's label of it does not reach. */
    richText(text, input) {
      const box = text.querySelector('.Draftail-Editor [role=textbox]');
      const label = box && text.parentElement.closest('[data-contentpath]').querySelector('label');
      if (label) {
        label.id ||= `${input.id}-label`;
        box.setAttribute('aria-labelledby', label.id);
      }
      return box;
    }

    /** Let a screen reader tell with the input how it stands, and why. */
    describe(input, ...ids) {
      const others = (input.getAttribute('aria-describedby') || '').split(' ').filter(Boolean);
      input.setAttribute('aria-describedby', [...others, ...ids].join(' '));
    }

    button(name, words, action, heading) {
      const button = this.make('button', `button button-small button-secondary parity-bar__${name}`, { type: 'button', textContent: words });
      if (heading) button.setAttribute('aria-describedby', heading);
      button.addEventListener('click', action);
      return button;
    }

    /** The same text in the other languages. */
    sources(text) {
      return [...text.closest('.translated').querySelectorAll(TEXT)].filter((other) => other !== text);
    }

    copy(source, text) {
      put(valueOf(source), inputOf(text));
      copies.set(inputOf(text), wordsIn(source));
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
        this.mark(text, COPIED);
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
      document.querySelectorAll(`[data-edit-form] ${TEXT}[data-equipped]`).forEach((text) => {
        const state = judged.get(inputOf(text));
        known.set(text, state);
        this.mark(text, state?.state || null);
        this.tell(text, state?.changes || []);
        const settled = this.settleUrlValue && this.wordsValue.settle[state?.state];
        Object.assign(text.querySelector('.parity-bar__settle'), { textContent: settled || '', hidden: !settled });
        text.querySelector('.parity-bar__earlier').hidden = !(this.earlierUrlValue && state);
        text.querySelector('.parity-bar__failed').hidden = true;
        this.compare(text);
      });
    }

    mark(text, state) {
      const badge = text.querySelector('.parity-bar > .parity-badge');
      badge.className = `parity-badge parity-badge--${state}`;
      badge.textContent = this.wordsValue.states[state] || '';
      badge.hidden = !state;
    }

    /** Show what has changed in other languages; the server marks the words. */
    tell(text, changes) {
      const box = text.querySelector('.parity-changes');
      box.hidden = !changes.length;
      box.replaceChildren(...changes.flatMap(({ told, language, html }) => [
        this.make('p', '', { textContent: told, id: `${box.id}-told` }),
        this.make('div', 'parity-diff', { innerHTML: html, lang: language }),
      ]));
    }

    /** Show or hide the earlier texts of a language, each with a button that puts it back into the input. */
    async toggleEarlier(text) {
      const box = text.querySelector('.parity-earlier');
      if (!box.hidden) {
        this.closeEarlier(text);
        return;
      }
      const query = new URLSearchParams({ path: known.get(text).path.join('/') });
      const html = await this.ask(text, '.parity-bar__earlier', `${this.earlierUrlValue}?${query}`, {}, (response) => response.text());
      if (html === null) return;
      box.innerHTML = html;
      box.hidden = false;
      text.querySelector('.parity-bar__earlier').setAttribute('aria-expanded', 'true');
      box.querySelectorAll('[data-value]').forEach((each) => each.addEventListener('click', () => {
        const input = inputOf(text);
        put(each.dataset.value, input);
        this.closeEarlier(text);
        (input.draftailEditor || input).focus();
        this.say(this.wordsValue.putBack);
      }));
    }

    /** Put into its input what somebody else has saved meanwhile. */
    take(button) {
      const input = button && find(button.dataset.take.split('/'));
      if (!input) return;
      put(button.dataset.value, input);
      this.show({ params: { path: button.dataset.take } });
      this.say(this.wordsValue.taken);
    }

    closeEarlier(text) {
      Object.assign(text.querySelector('.parity-earlier'), { hidden: true, innerHTML: '' });
      text.querySelector('.parity-bar__earlier').setAttribute('aria-expanded', 'false');
    }

    /** Tell the server that a text stays as it is: alike in two languages on purpose, or still right. */
    async settle(text) {
      const config = JSON.parse(document.getElementById('wagtail-config').textContent);
      const { path, seen } = known.get(text);
      const request = {
        method: 'POST',
        headers: { [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN },
        body: new URLSearchParams({ path: path.join('/'), seen }),
      };
      const answer = await this.ask(text, '.parity-bar__settle', this.settleUrlValue, request, (response) => response.json());
      if (answer === null) return;
      const input = inputOf(text);
      copies.delete(input);
      (input.draftailEditor || input).focus();
      this.say(this.wordsValue.states.fine);
      const template = document.createElement('template');
      template.innerHTML = answer.html;
      document.querySelector('[data-controller~=parity]').replaceWith(template.content);
    }

    /** Ask the server once, whoever presses how often; say so if that fails, and return null. */
    async ask(text, selector, url, request, read) {
      const [button, failed] = [text.querySelector(selector), text.querySelector('.parity-bar__failed')];
      button.disabled = true;
      failed.hidden = true;
      try {
        const response = await fetch(url, request);
        if (!response.ok) throw new Error(response.statusText);
        return await read(response);
      } catch {
        failed.hidden = false;
        this.say(this.wordsValue.failed);
        return null;
      } finally {
        button.disabled = false;
      }
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
