/** Before any test: fast-check makes nothing longer than ten more than the least, unless it is told to go up to the most that a test names. */
import fc from "fast-check"

fc.configureGlobal({ ...fc.readConfigureGlobal(), defaultSizeToMaxWhenMaxSpecified: true })
