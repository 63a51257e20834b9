import { dirname, join } from 'node:path'
import ts from 'typescript-5'

/** Where declarations are found. */
export type Sources = {
  /** the text of a file */
  read(file: string): string
  /** the file that an import means, without its ending; `undefined`: another package, whose types cannot be used */
  resolve(specifier: string, from: string): string | undefined
}

/** A piece of a text that is replaced. */
type Edit = { start: number; end: number; text: string }
type Declaration = ts.TypeAliasDeclaration | ts.InterfaceDeclaration | ts.VariableDeclaration
type Found = { file: string; declaration: Declaration }

/**
 * Writes some declarations, and all that they refer to in other files, into one text without imports. An Elysia app is
 * to a caller its routes; nothing else of a library may be reached.
 * TypeScript 7 has no compiler API; the parser is that of the last version that has one.
 */
export class RollUp {
  readonly #files = new Map<string, ts.SourceFile>()
  readonly #texts = new Map<Declaration, string>()
  readonly #names = new Map<Declaration, string>()

  /** @param root a file whose declarations replace those of the same name in all others */
  constructor(
    private readonly sources: Sources,
    private readonly root: string,
  ) {}

  /**
   * The text, with the wanted ones exported.
   * @throws Error naming what cannot be written, and where it is
   */
  of(wanted: readonly string[]): string {
    const exported = new Set(
      wanted.map((name) => {
        const { file, declaration } = this.#find(name, this.root)
        this.#name(file, declaration)
        return declaration
      }),
    )
    return [...this.#texts]
      .map(([declaration, text]) => {
        const keyword = ts.isVariableDeclaration(declaration) ? 'declare const ' : ''
        const isExported = exported.has(declaration) ? 'export ' : ''
        return `${commentOf(declaration)}${isExported}${keyword}${text}\n`
      })
      .join('')
  }

  /** A declaration's name in the text; adds the declaration to the text the first time. */
  #name(file: string, declaration: Declaration): string {
    const known = this.#names.get(declaration)
    if (known !== undefined) return known
    const own = declaration.name.getText()
    const taken = new Set(this.#names.values())
    let name = own
    for (let i = 2; taken.has(name); i++) name = `${own}${i}`
    this.#names.set(declaration, name)
    this.#texts.set(declaration, '')
    const edits: Edit[] = [{ ...span(declaration.name), text: name }]
    this.#edit(file, declaration, edits)
    this.#texts.set(declaration, rewritten(declaration, edits))
    return name
  }

  #edit(file: string, node: ts.Node, edits: Edit[]) {
    const simpler = this.#simpler(file, node)
    if (simpler !== undefined) {
      edits.push({ ...span(node), text: simpler })
      return
    }
    if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName))
      this.#refer(file, node.typeName, edits)
    if (ts.isExpressionWithTypeArguments(node) && ts.isIdentifier(node.expression))
      this.#refer(file, node.expression, edits)
    if (ts.isTypeQueryNode(node) && ts.isIdentifier(node.exprName))
      this.#refer(file, node.exprName, edits, true)
    ts.forEachChild(node, (child) => this.#edit(file, child, edits))
  }

  /** What stands for a node that names a library or another file. */
  #simpler(file: string, node: ts.Node): string | undefined {
    if (ts.isConditionalTypeNode(node) && isFileCheck(node)) return this.#text(file, node.checkType)
    if (!ts.isImportTypeNode(node)) return undefined
    const specifier = node.argument.getText().slice(1, -1)
    const name = node.qualifier?.getText() ?? ''
    const [first, ...others] = node.typeArguments ?? []
    if (specifier === 'elysia' && name === 'default') {
      const routes = others[3]
      return routes && `{ '~Routes': ${this.#text(file, routes)} }`
    }
    if (specifier === 'elysia/types' && name === 'IntersectIfObject' && first) return this.#text(file, first)
    const from = this.sources.resolve(specifier, file)
    if (from === undefined) throw new Error(`${file} needs ${name} of ${specifier}`)
    const found = this.#find(name, from)
    const given = node.typeArguments?.map((argument) => this.#text(file, argument)).join(', ')
    return `${this.#name(found.file, found.declaration)}${given === undefined ? '' : `<${given}>`}`
  }

  #text(file: string, node: ts.Node): string {
    const edits: Edit[] = []
    this.#edit(file, node, edits)
    return rewritten(node, edits)
  }

  #refer(file: string, identifier: ts.Identifier, edits: Edit[], isValue = false) {
    const found = this.#lookUp(identifier.text, file, isValue)
    if (found) edits.push({ ...span(identifier), text: this.#name(found.file, found.declaration) })
  }

  #find(name: string, file: string): Found {
    const found = this.#lookUp(name, file)
    if (found === undefined) throw new Error(`${file} has no ${name}`)
    return found
  }

  /** What a name means in a file; `undefined` for a type parameter and for what every program has. */
  #lookUp(name: string, file: string, isValue = false): Found | undefined {
    for (const place of new Set([this.root, file])) {
      const declaration = declarations(this.#file(place)).find(
        (one) => one.name.getText() === name && ts.isVariableDeclaration(one) === isValue,
      )
      if (declaration) return { file: place, declaration }
    }
    for (const statement of this.#file(file).statements) {
      const specifier = importing(statement)
      const element = elementsOf(statement).find((one) => one.name.text === name)
      if (specifier === undefined || element === undefined) continue
      const from = this.sources.resolve(specifier, file)
      if (from === undefined) throw new Error(`${file} needs ${name} of ${specifier}`)
      return this.#lookUp((element.propertyName ?? element.name).text, from, isValue)
    }
    return undefined
  }

  #file(path: string): ts.SourceFile {
    const known = this.#files.get(path)
    if (known) return known
    const file = ts.createSourceFile(path, this.sources.read(path), ts.ScriptTarget.ESNext, true)
    this.#files.set(path, file)
    return file
  }
}

const span = (node: ts.Node) => ({ start: node.getStart(), end: node.getEnd() })

function commentOf(declaration: Declaration): string {
  const comments = ts.getJSDocCommentsAndTags(declaration).filter(ts.isJSDoc)
  return comments.map((comment) => `${comment.getText()}\n`).join('')
}

/** The text of a node after some edits, without what is said of it being exported. */
function rewritten(node: ts.Node, edits: readonly Edit[]): string {
  const whole = node.getSourceFile().text
  const modifiers = ts.canHaveModifiers(node) ? ts.getModifiers(node) : undefined
  const last = modifiers?.at(-1)
  let at = last ? skipSpace(whole, last.getEnd()) : node.getStart()
  let text = ''
  for (const edit of [...edits].sort((one, other) => one.start - other.start)) {
    text += whole.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return text + whole.slice(at, node.getEnd())
}

function skipSpace(text: string, from: number): number {
  const next = /\S/g
  next.lastIndex = from
  return next.exec(text)?.index ?? from
}

/** `X extends infer A ? A extends File ? … : A : unknown`: Elysia lets handlers give a file for one. */
function isFileCheck({ extendsType, trueType }: ts.ConditionalTypeNode): boolean {
  return (
    ts.isInferTypeNode(extendsType) &&
    ts.isConditionalTypeNode(trueType) &&
    trueType.extendsType.getText() === 'File'
  )
}

function declarations(file: ts.SourceFile): Declaration[] {
  return file.statements.flatMap((statement): Declaration[] => {
    if (ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)) return [statement]
    return ts.isVariableStatement(statement) ? [...statement.declarationList.declarations] : []
  })
}

function importing(statement: ts.Statement): string | undefined {
  const isNamed = ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)
  const specifier = isNamed ? statement.moduleSpecifier : undefined
  return specifier && ts.isStringLiteral(specifier) ? specifier.text : undefined
}

function elementsOf(statement: ts.Statement): readonly (ts.ImportSpecifier | ts.ExportSpecifier)[] {
  const names = ts.isImportDeclaration(statement)
    ? statement.importClause?.namedBindings
    : ts.isExportDeclaration(statement)
      ? statement.exportClause
      : undefined
  return names && (ts.isNamedImports(names) || ts.isNamedExports(names)) ? [...names.elements] : []
}

/** The files that `tsc` has written below a folder, which has the root of the file system in it. */
export function emitted(folder: string, packages: string): Sources {
  return {
    read: (file) => ts.sys.readFile(`${file}.d.ts`) ?? '',
    resolve(specifier, from) {
      const own = /^@sepal\/([\w-]+)$/.exec(specifier)?.[1]
      if (own !== undefined) return join(folder, packages, own, 'src/index')
      const path = specifier.replace(/\.ts$/, '')
      if (path.startsWith('/')) return join(folder, path)
      return path.startsWith('.') ? join(dirname(from), path) : undefined
    },
  }
}
