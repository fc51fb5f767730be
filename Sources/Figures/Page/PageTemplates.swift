import Documents
import Foundation
import Mustache

/// The resource files that the page is made from. They are part of the program's code, so that it
/// can be moved without them.
enum PageTemplates {
  /// The style sheet.
  static let style = text(PackageResources.page_css)
  /// The script.
  static let script = text(PackageResources.page_js)

  /// The page of an experiment with everything of `view` filled in.
  static func render(_ view: PageView) throws -> String { try render(view, with: "page") }

  /// A template with everything of a view filled in: its properties have the names that stand there.
  static func render(_ view: Any, with template: String) throws -> String {
    let files = [
      "page": PackageResources.page_mustache, "advice": PackageResources.advice_mustache,
      "figure": PackageResources.figure_mustache,
      "elements": PackageResources.elements_mustache, "claims": PackageResources.claims_mustache,
      "scene": PackageResources.scene_mustache, "table": PackageResources.table_mustache,
      "addition": PackageResources.addition_mustache,
      "catalogue": PackageResources.catalogue_mustache,
    ]
    var library = MustacheLibrary()
    for (name, file) in files {
      // The newline that ends a file is no part of what the template stands for.
      let template = text(file).trimmingCharacters(in: .newlines)
      library.register(try MustacheTemplate(string: template), named: name)
    }
    return (library.render(view, withTemplate: template) ?? "") + "\n"
  }

  /// What a content security policy names a text in the page by (W3C, Content Security Policy
  /// Level 3, section 2.3.1).
  static func policyHash(_ text: String) -> String {
    "sha256-" + Data(SHA256.digest(of: Array(text.utf8))).base64EncodedString()
  }

  private static func text(_ file: [UInt8]) -> String { String(decoding: file, as: UTF8.self) }
}
