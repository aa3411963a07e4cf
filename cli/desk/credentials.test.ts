import { afterAll, expect, test } from "bun:test"
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import {
  credentialOf,
  credentialsFile,
  dropCredential,
  keepCredential,
  serverAddress,
  signedInServers,
} from "./credentials.ts"

const folder = mkdtempSync(join(tmpdir(), "chatd-credentials-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const grace = {
  token: "at_secret",
  tokenId: "t1",
  email: "grace@acme.com",
  partner: { id: "partner-a", name: "Acme" },
  expiresAt: "2027-01-01T00:00:00.000Z",
}

test("are kept for each server, for their owner alone", () => {
  const file = join(folder, "a", "chatd", "credentials.json")
  expect(credentialOf("https://a.example", file)).toBeUndefined()
  keepCredential("https://a.example", grace, file)
  keepCredential("https://b.example/chat", { ...grace, email: "b@acme.com" }, file)
  expect(credentialOf("https://a.example", file)).toEqual(grace)
  expect(Object.keys(signedInServers(file))).toEqual(["https://a.example", "https://b.example/chat"])
  expect([statSync(file).mode & 0o777, statSync(dirname(file)).mode & 0o777]).toEqual([0o600, 0o700])
  expect(readdirSync(dirname(file))).toEqual(["credentials.json"])

  chmodSync(file, 0o644)
  expect(dropCredential("https://a.example", file)).toBe(true)
  expect(dropCredential("https://a.example", file)).toBe(false)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(Object.keys(signedInServers(file))).toEqual(["https://b.example/chat"])
  expect(credentialOf("__proto__", file)).toBeUndefined()
})

test("that are damaged are said to be", () => {
  const file = join(folder, "damaged.json")
  writeFileSync(file, "{")
  expect(() => credentialOf("https://a.example", file)).toThrow("is damaged")
})

test("stand where XDG says", () => {
  expect(credentialsFile({ HOME: "/home/grace" })).toBe("/home/grace/.config/chatd/credentials.json")
  expect(credentialsFile({ HOME: "/home/grace", XDG_CONFIG_HOME: "/etc/x" })).toBe(
    "/etc/x/chatd/credentials.json",
  )
  expect(credentialsFile({ HOME: "/home/grace", XDG_CONFIG_HOME: "x" })).toBe(
    "/home/grace/.config/chatd/credentials.json",
  )
})

test("a server goes by one name, however it was written", () => {
  expect(serverAddress("https://Chat.Acme.com:443/?x#y")).toBe("https://chat.acme.com")
  expect(serverAddress("http://localhost:8000/chat/")).toBe("http://localhost:8000/chat")
  for (const wrong of ["chat.acme.com", "ftp://a", "https://", "https://u:p@a.example"])
    expect(() => serverAddress(wrong)).toThrow("no address of a server")
})
