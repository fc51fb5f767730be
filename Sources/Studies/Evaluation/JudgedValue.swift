/// The value of one loss or metric in JSON.
package struct JudgedValue: Encodable {
  /// Key of the loss or the metric.
  package let id: String
  /// `nil` for a metric that has no value, which stands as `null`.
  package let value: Double?

  package init(id: String, value: Double?) {
    self.id = id
    self.value = value
  }

  private enum CodingKeys: CodingKey { case id, value }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(value, forKey: .value)
  }
}
