namespace Patron.Web.Contracts;

/// <summary>An empty page may offer to load the demo; present where a room offers it.</summary>
public interface IOffersDemo
{
    /// <summary>Where a form is posted to that loads it.</summary>
    string LoadUrl { get; }

    /// <summary>False while there is data of one's own, or a demo already.</summary>
    Task<bool> CanLoad(CancellationToken ct);
}
