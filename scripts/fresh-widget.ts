/** Before anything runs from source: the server carries the widget's built files (bunfig.toml). */
import { buildWidget, widgetIsStale } from "./build-widget.ts"

if (widgetIsStale()) await buildWidget()
