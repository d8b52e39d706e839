"""View-models of the athlete's pages: worked out here, so that templates hold no arithmetic and no queries."""
