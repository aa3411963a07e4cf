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
declare module "*/markdown.js" {
  const text: string
  export default text
}
declare module "*/page.js" {
  const text: string
  export default text
}
declare module "*/view.js" {
  const text: string
  export default text
}
