import { Fragment, h } from "preact"
import { useEffect, useId, useState } from "preact/hooks"
import { type DrawnParts, useChat } from "./chat-context.ts"
import { contactField } from "./contact-fields.ts"
import { Form } from "./form.tsx"
import { MessageList } from "./message-list.tsx"
import { loadPart } from "./on-use.ts"
import { plainText } from "./plain-text.ts"
import { ProblemNotice } from "./problem-notice.tsx"
import { problemOf } from "./problem-of.ts"
import { safeAddress } from "./safe-address.ts"
import { inVisitorsWords } from "./server-sentences.ts"
import { Spinner } from "./spinner.tsx"

/** What parts that draw are made of: one that brought its own Preact would draw elements that ours takes for others. */
const kit = {
  h,
  Fragment,
  useEffect,
  useId,
  useState,
  useChat,
  contactField,
  Form,
  MessageList,
  plainText,
  problemOf,
  ProblemNotice,
  inVisitorsWords,
  safeAddress,
  Spinner,
}
export type Kit = typeof kit

export const parts: DrawnParts = {
  made: {},
  async load<T>(name: string): Promise<T> {
    const { create } = await loadPart<{ create(kit: Kit): T }>(name)
    parts.made[name] ??= create(kit)
    return parts.made[name] as T
  },
}
