import { generateKeyPairSync, sign } from "node:crypto"
import { isIPv4 } from "node:net"

const OID = {
  ecdsaSha256: "2a8648ce3d040302",
  commonName: "550403",
  altName: "551d11",
  constraints: "551d13",
}

/** A fresh key and a certificate for a name or an IPv4 address that it signs itself, in PEM. */
export function selfSigned(host = "localhost"): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" })
  const algorithm = der(0x30, oid(OID.ecdsaSha256))
  const name = der(0x30, der(0x31, der(0x30, oid(OID.commonName), der(0x0c, text(host)))))
  const valid = der(0x30, der(0x17, text("200101000000Z")), der(0x17, text("491231000000Z")))
  const altName = der(0x30, oid(OID.altName), der(0x04, der(0x30, whose(host))))
  const constraints = der(0x30, oid(OID.constraints), der(0x04, der(0x30, der(0x01, Buffer.of(0xff)))))
  const extensions = der(0xa3, der(0x30, altName, constraints))
  const version = der(0xa0, der(0x02, Buffer.of(2)))
  const serial = der(0x02, Buffer.of(1))
  const spki = publicKey.export({ type: "spki", format: "der" })
  const body = der(0x30, version, serial, algorithm, name, valid, name, spki, extensions)
  const signature = der(0x03, Buffer.of(0), sign("sha256", body, privateKey))
  const base64 = der(0x30, body, algorithm, signature).toString("base64").replace(/.{64}/g, "$&\n")
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
  }
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...size), content])
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"))
}

function text(ascii: string): Buffer {
  return Buffer.from(ascii, "latin1")
}

function whose(host: string): Buffer {
  return isIPv4(host) ? der(0x87, Buffer.from(host.split(".").map(Number))) : der(0x82, text(host))
}
