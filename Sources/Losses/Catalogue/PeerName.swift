/// What another library calls a loss.
public struct PeerName: Hashable, Sendable {
  /// A library that has losses for segmentation.
  public enum Peer: String, CaseIterable, Hashable, Sendable {
    case pyTorch = "PyTorch"
    case torchvision = "torchvision"
    case monai = "MONAI"
    case nnUNet = "nnU-Net"
    case segmentationModels = "segmentation_models_pytorch"
    case kornia = "kornia"
    case segLossOdyssey = "SegLossOdyssey"
    case pywick = "pywick"
  }

  /// The library.
  public let peer: Peer
  /// The class or function, with the arguments that make it this loss where they are not the
  /// defaults.
  public let name: String

  /// Records a name.
  public init(_ peer: Peer, _ name: String) {
    self.peer = peer
    self.name = name
  }
}

extension PeerName: CustomStringConvertible {
  /// The library and the name, for example `MONAI DiceCELoss`.
  public var description: String { "\(peer.rawValue) \(name)" }
}
