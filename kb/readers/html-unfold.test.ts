import { expect, test } from "bun:test"
import { readHtml } from "./html.ts"
import { sourceOf } from "./testing/source.ts"

const read = async (html: string) => (await readHtml(sourceOf("a.html", html)))[0]?.body

test.each([
  [
    "Bootstrap's",
    `<h2 class="accordion-header"><button class="accordion-button" data-bs-toggle="collapse">When is it sent?</button></h2>
    <div class="accordion-collapse collapse">On the first.</div>`,
    "## When is it sent?\n\nOn the first.",
  ],
  [
    "buttons above their panels",
    `<h2>Delivery</h2><button class="accordion">On Sundays?</button><div class="panel">No.</div>
    <button class="accordion">By night?</button><div class="panel"><h4>Cities</h4>Yes.</div>
    <button class="accordion">By drone?</button><div class="panel">Never.</div>`,
    "## Delivery\n\n### On Sundays?\n\nNo.\n\n### By night?\n\n#### Cities\n\nYes.\n\n### By drone?\n\nNever.",
  ],
  [
    "hidden regions",
    `<h3><button aria-controls="p1">How long?</button></h3><div id="p1" role="region" hidden>Two years.</div>
    <div role="button" aria-expanded="false">How?</div><div hidden="until-found" style="display: none">Write.</div>`,
    "### How long?\n\nTwo years.\n\n#### How?\n\nWrite.",
  ],
])("an accordion keeps its questions and its answers: %s", async (_, html, expected) => {
  expect(await read(`<main><h1>FAQ</h1>${html}</main>`)).toBe(expected)
})

test("the name of a tab stands above its panel, found by id or by place", async () => {
  const byPlace = `<ul role="tablist"><li role="tab">Linux</li><li role="tab">macOS</li></ul>
    <div role="tabpanel">apt</div><div role="tabpanel" hidden>brew</div>`
  const byId = `<div role="tablist"><button role="tab" aria-controls="y">Yarn</button><a role="tab" href="#n">npm</a>
    <button role="tab" data-bs-target="#p">pnpm</button><b role="tab" data-bs-target="#b">Bun</b></div>
    <div role="tabpanel" id="b">bun add</div><div role="tabpanel" id="p">pnpm add</div>
    <div role="tabpanel" id="n">npm i</div><div role="tabpanel" id="y" aria-hidden="true">yarn add</div>`
  expect(await read(`<main><h1>Install</h1><h2>Agent</h2>${byPlace}<h2>Client</h2>${byId}</main>`)).toBe(
    "## Agent\n\n### Linux\n\napt\n\n### macOS\n\nbrew\n\n## Client\n\n### Bun\n\nbun add\n\n### pnpm\n\npnpm add\n\n### npm\n\nnpm i\n\n### Yarn\n\nyarn add",
  )
})

test("menus, copy buttons and what else is hidden stay out", async () => {
  const html = `<h2>Steps <button>Copy link</button></h2><p>Open it.</p><button>Like</button><div>Done.</div>
    <button aria-expanded="false" aria-controls="menu">More</button><ul id="menu" role="menu" hidden><li>Log out</li></ul>
    <button aria-haspopup="true" aria-expanded="false">Share</button><div hidden>Draft</div>`
  expect(await read(`<main><h1>Guide</h1>${html}</main>`)).toBe("## Steps\n\nOpen it.\n\nDone.")
})

test("bounds the time that a page full of panels takes", async () => {
  const part = `<button aria-controls="x">Why?</button><p role="tablist"><b role="tab">a</b></p><p role="tabpanel" hidden>Text</p>`
  expect(await read(`<main><h1>A</h1>${part.repeat(5000)}</main>`)).toEndWith("## Why?\n\n## a\n\nText")
})
