import { ComponentType, HashAlgorithm } from '@cyclonedx/cyclonedx-library/Enums'
import {
  Bom,
  Component,
  LicenseExpression,
  NamedLicense,
  Property,
  SpdxLicense,
} from '@cyclonedx/cyclonedx-library/Models'
import { JSON as Json, JsonSerializer } from '@cyclonedx/cyclonedx-library/Serialize'
import { fixupSpdxId } from '@cyclonedx/cyclonedx-library/SPDX'
import { Spec1dot6 } from '@cyclonedx/cyclonedx-library/Spec'
import { type Bill, textOf } from './bill.ts'
import { keyOf, type Library } from './library.ts'
import { lockedHashes } from './locked-hashes.ts'

/** What a bill is of, and what that is made of. */
export type Subject = {
  name: string
  version: string
  license: string
  /** its code is in the files of the subject */
  bundled: readonly Library[]
  /** comes with it as a package of its own */
  beside?: readonly Library[]
}

/** The bill of materials of a package: CycloneDX 1.6 as JSON, the same bytes for the same contents. */
export async function billOf({ bundled, beside = [], ...subject }: Subject): Promise<string> {
  const hashes = await lockedHashes()
  const bom = new Bom()
  const whole = componentOf(ComponentType.Application, subject)
  for (const library of [...bundled, ...beside]) {
    const component = componentOf(ComponentType.Library, library)
    const hash = hashes.get(keyOf(library))
    if (hash !== undefined) component.hashes.set(HashAlgorithm['SHA-512'], hash)
    if (bundled.includes(library)) component.properties.add(new Property(BUNDLED, 'true'))
    bom.components.add(component)
    whole.dependencies.add(component.bomRef)
  }
  bom.metadata.component = whole
  const serializer = new JsonSerializer(new Json.Normalize.Factory(Spec1dot6))
  const bill: Bill = JSON.parse(serializer.serialize(bom, { sortLists: true }))
  return textOf(bill)
}

/** CycloneDX's own name for it, in its taxonomy of properties. */
const BUNDLED = 'cdx:npm:package:bundled'

function componentOf(type: ComponentType, { name, version, license }: Library): Component {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  const component = new Component(type, name, { version, purl, bomRef: purl })
  component.licenses.add(licenseOf(license))
  return component
}

function licenseOf(text: string) {
  const id = fixupSpdxId(text)
  if (id !== undefined) return new SpdxLicense(id)
  return / (?:AND|OR|WITH) /.test(text) ? new LicenseExpression(text) : new NamedLicense(text)
}
