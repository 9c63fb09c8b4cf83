// The language switch keeps the place on the page, which the server never hears of.
for (const link of document.querySelectorAll(".languages a")) {
  const address = link.href;
  const keepPlace = () => {
    link.href = address + location.hash;
  };
  addEventListener("hashchange", keepPlace);
  keepPlace();
}
