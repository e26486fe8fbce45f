"""What a unit offers, one small file each. They implement the protocols of `bot.ports`."""
