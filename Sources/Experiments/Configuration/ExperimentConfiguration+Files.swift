import Documents

extension ExperimentConfiguration {
  /// Reads a configuration in YAML (or JSON, which is YAML too).
  ///
  /// - Throws: `FileError` or `DocumentError`.
  public init(yamlAt path: String) throws {
    try self.init(yaml: String(decoding: readFile(at: path), as: UTF8.self), path: path)
  }

  /// A configuration from its text; `path` names it in messages.
  package init(yaml text: String, path: String) throws(DocumentError) {
    self = try YAML.value(Self.self, from: text, path: path, empty: Self())
  }

  /// Takes the configuration out of a report.
  ///
  /// - Throws: `FileError` or `DocumentError`.
  public init(reportAt path: String) throws {
    try self.init(report: readFile(at: path), path: path)
  }

  /// The configuration of a report from its bytes; `path` names it in messages.
  ///
  /// Reports of versions that did not say their kind are read, too, as is what other outputs embed.
  package init(report bytes: [UInt8], path: String) throws(DocumentError) {
    struct Embedding: Decodable { let configuration: ExperimentConfiguration }
    try JSON.requireOrigin([Report.kind, SceneExport.kind], of: bytes, path: path)
    self = try JSON.value(Embedding.self, from: bytes, path: path).configuration
  }
}
