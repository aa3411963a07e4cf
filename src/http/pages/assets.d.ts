declare module "*.css" {
  const text: string
  export default text
}
declare module "*.svg" {
  const text: string
  export default text
}
declare module "*/api.js" {
  const text: string
  export default text
}
declare module "*/copy.js" {
  const text: string
  export default text
}
declare module "*/crm.js" {
  const text: string
  export default text
}
declare module "*/demo.js" {
  const text: string
  export default text
}
declare module "*/docs.js" {
  const text: string
  export default text
}
declare module "*/look.js" {
  const text: string
  export default text
}
declare module "*/markdown.js" {
  const text: string
  export default text
}
declare module "*/snippets.js" {
  const text: string
  export default text
}
declare module "*/tabs.js" {
  const text: string
  export default text
}
declare module "*/view.js" {
  const text: string
  export default text
}
declare module "*/conversation.js" {
  const text: string
  export default text
}
