/// A publication, by the number that finds it.
public enum Reference: Hashable, Sendable {
  /// A digital object identifier, for example `10.1007/978-3-319-24574-4_28`.
  case doi(String)
  /// A number of arXiv, for example `1505.04597`.
  case arXiv(String)

  /// Where the publication is found.
  public var link: String {
    switch self {
    case .doi(let number): "https://doi.org/\(number)"
    case .arXiv(let number): "https://arxiv.org/abs/\(number)"
    }
  }
}

extension Reference: CustomStringConvertible {
  /// The form in which publications are cited: `doi:10.1000/1` or `arXiv:1505.04597`.
  public var description: String {
    switch self {
    case .doi(let number): "doi:\(number)"
    case .arXiv(let number): "arXiv:\(number)"
    }
  }
}
