namespace Patron.Experiments.Contracts;

/// <summary>Says who is held out from everything.</summary>
public interface IControlGroup
{
    Task<ControlGroup> Now(CancellationToken ct);
}
