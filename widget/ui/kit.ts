import { Fragment, h } from "preact"
import { useEffect, useId, useState } from "preact/hooks"
import { useChat } from "./chat-context.ts"
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

/** The parts that are there, each made once: what is drawn by one made anew would begin anew. */
export const madeParts: Record<string, unknown> = {}

/** Loads a part that draws. */
export async function loadDrawn<T>(name: string): Promise<T> {
  const { create } = await loadPart<{ create(kit: Kit): T }>(name)
  madeParts[name] ??= create(kit)
  return madeParts[name] as T
}
