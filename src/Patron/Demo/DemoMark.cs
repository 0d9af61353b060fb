using Patron.Kernel;

namespace Patron.Demo;

/// <summary>Kept in the settings while demo data is there.</summary>
/// <param name="Complete">False while it is being loaded or removed: an interrupted one is gone through again, which changes nothing that is done already.</param>
/// <param name="Before">The organisation's settings before the demo; they come back when it is removed.</param>
internal sealed record DemoMark(bool Complete, Organisation? Before);
