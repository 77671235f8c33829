// Browsers without MathML show formulas as TeX.
if (!window.MathMLElement)
  for (const math of document.querySelectorAll("math[alttext]")) {
    const source = document.createElement("code");
    source.className = "math-source";
    source.textContent = math.getAttribute("alttext");
    math.replaceWith(source);
  }
