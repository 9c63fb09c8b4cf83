"""Text that cannot be read where it stands, found in a page by the browser."""

# text that is drawn over other text, or in a line before what it follows; but for sentences with marked
# words, which may run from right to left themselves
MUDDLED = """() => {
  const isWhole = (each) => getComputedStyle(each).clipPath === "none"
    && (each === document.body || isWhole(each.parentElement));
  const isDrawn = (each) => each.checkVisibility({contentVisibilityAuto: true}) && isWhole(each)
    && !each.closest("svg, :has(> mark)");
  const block = (each) => getComputedStyle(each).display === "inline" ? block(each.parentElement) : each;
  const [walker, range] = [document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), new Range()];
  const pieces = [];
  for (let at = 0, node; (node = walker.nextNode()); at++) {
    if (!node.data.trim() || !isDrawn(node.parentElement)) continue;
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) pieces.push({at, node, box, block: block(node.parentElement)});
  }
  const overlap = (one, other, from, to) => Math.min(one[to], other[to]) - Math.max(one[from], other[from]);
  const isMuddled = ({at, box, block}, other) => at < other.at
    && overlap(box, other.box, "top", "bottom") > 0.4 * Math.min(box.height, other.box.height)
    && (overlap(box, other.box, "left", "right") > 1 || block === other.block && other.box.left < box.left);
  return pieces.flatMap((one) => pieces.filter((other) => isMuddled(one, other))
    .map((other) => [one, other].map(({node}) => node.data.trim().slice(0, 60))));
}"""
