/// How the classes of a sample stand to each other.
public enum ClassRelation: String, Codable, CaseIterable, Hashable, Sendable {
  /// Each element belongs to one class: probabilities of an element sum to 1, as after a softmax.
  case exclusive
  /// An element may belong to several classes or to none, as after a sigmoid: regions, many labels.
  case independent
}
