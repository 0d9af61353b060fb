namespace Patron.Kernel;

/// <summary>The beginning of every link in a message, without a slash at the end: https://crm.example.com.</summary>
public sealed record PublicAddress(string Url);
