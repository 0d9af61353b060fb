namespace Patron.Web.Contracts;

/// <summary>Where a panel stands.</summary>
public enum PanelPlace { HomeFacts, HomeWide, HomeHalf, HomeThird, HomeFoot, CustomerHead, CustomerFacts, CustomerMain, CustomerAside, ServiceHead, ServiceFacts, ServiceMain, ServiceAside }

/// <summary>
/// Home and the 360 page consist of panels that rooms register; the pages know none of them.
/// A customer's panel, and one of the service screen, takes one parameter, <c>CustomerId Customer</c>; a panel without data renders nothing.
/// </summary>
/// <param name="Component">A Razor component.</param>
/// <param name="Permission">Shown only to those who have it.</param>
public sealed record Panel(PanelPlace Place, int Order, Type Component, string Permission);
