using Patron.Kernel;

namespace Patron.Data;

/// <summary>
/// A room that can take out everything that came from some sources, as if they had never sent a file. Rooms are asked in <see cref="Order"/>:
/// what hangs on something else goes first.
/// </summary>
public interface IForgetsSources
{
    int Order { get; }

    /// <summary>In the session's transaction.</summary>
    Task Forget(BulkSession session, IReadOnlyList<SourceInfo> sources, CancellationToken ct);
}
